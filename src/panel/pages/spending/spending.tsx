import { Callout, Flex, Link as Out, Table, Text, TextField } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { spendingQuery } from '../../api/store-queries';
import type { Spending, SpendingGroup } from '../../api/store-queries';
import { STAGE_NAMES } from '../../kinds';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { MICROS_A_CENT, nearestCap, shareOf } from '../../parts/caps';
import { useFilters } from '../../parts/filters';
import { Choice, PageHead } from '../../parts/layout';
import { useMoney } from '../../parts/money';
import { Empty, Shown } from '../../parts/states';
import { Bar } from '../../parts/status';
import { sayStage } from '../../parts/timeline';

const GROUPS: readonly SpendingGroup[] = ['day', 'stage', 'store'];

/** Days that are shown where the address names none. */
const DAYS = 30;

const DAY = /^20\d\d-\d\d-\d\d$/;

/** A day so many days before now, by the clock of UTC, in which days of spending are counted. */
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

function Caps({ caps }: { caps: NonNullable<Spending['caps']> }) {
  const say = useSay();
  const money = useMoney();
  const near = nearestCap(caps);
  const set = (['daily', 'monthly'] as const).filter((span) => caps[span] !== null);
  if (set.length === 0) return null;
  return (
    <Callout.Root color={near?.reached ? 'red' : near ? 'amber' : 'gray'} mb="4">
      {set.map((span) => {
        const cap = caps[span]!;
        const values = {
          spent: money(cap.spentMicros + cap.reservedMicros),
          cap: money(cap.amount * MICROS_A_CENT),
        };
        const label = say(`spending.cap.${span}`, values);
        return (
          <Flex key={span} direction="column" gap="1" width="100%">
            <Text size="2">{label}</Text>
            <Bar done={shareOf(cap)} total={1} label={label} />
          </Flex>
        );
      })}
      {near && (
        <Callout.Text>{say(near.reached ? 'spending.cap.reached' : 'spending.cap.near')}</Callout.Text>
      )}
    </Callout.Root>
  );
}

type Row = Spending['items'][number];

function nameOf(say: Say, formatDay: (day: string) => string, group: SpendingGroup, row: Row): string {
  if (group === 'day') return formatDay(row.day ?? '');
  if (group === 'stage') return sayStage(say, STAGE_NAMES, row.stage ?? '');
  return row.storeName ?? say('spending.noStore');
}

function Report({ report, group }: { report: Spending; group: SpendingGroup }) {
  const say = useSay();
  const intl = useIntl();
  const money = useMoney();
  const formatDay = (day: string): string =>
    intl.formatDate(`${day}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
  const most = Math.max(...report.items.map(({ amountMicros }) => amountMicros), 1);
  if (report.items.length === 0) return <Empty>{say('spending.empty')}</Empty>;
  return (
    <>
      <Text as="p" size="5" weight="bold" mb="3">
        {say('spending.total', { amount: money(report.total.amountMicros), calls: report.total.calls })}
      </Text>
      {report.total.unknownMicros > 0 && (
        <Text as="p" size="2" color="gray" mb="3">
          {say('spending.unknown', { amount: money(report.total.unknownMicros) })}
        </Text>
      )}
      <Table.Root variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>{say(`spending.by.${group}`)}</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">{say('spending.requests')}</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">{say('spending.amount')}</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell className="share">{say('spending.share')}</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {report.items.map((row, n) => {
            const name = nameOf(say, formatDay, group, row);
            return (
              <Table.Row key={n}>
                <Table.RowHeaderCell>{name}</Table.RowHeaderCell>
                <Table.Cell justify="end">{intl.formatNumber(row.calls)}</Table.Cell>
                <Table.Cell justify="end">{money(row.amountMicros)}</Table.Cell>
                <Table.Cell className="share">
                  <Bar done={row.amountMicros} total={most} label={name} />
                </Table.Cell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table.Root>
    </>
  );
}

/** What was spent, by day, step or store; the span stands in the address. */
export function SpendingPage() {
  const say = useSay();
  const filters = useFilters<'from' | 'to' | 'by'>();
  const dayIn = (name: 'from' | 'to', otherwise: string): string => {
    const named = filters.read(name) ?? '';
    return DAY.test(named) ? named : otherwise;
  };
  const of = {
    from: dayIn('from', daysAgo(DAYS - 1)),
    to: dayIn('to', daysAgo(0)),
    groupBy: GROUPS.find((name) => name === filters.read('by')) ?? 'day',
  };
  const report = useQuery(spendingQuery(of));

  return (
    <>
      <PageHead title={say('nav.spending')}>
        <Out href={`/api/spending?${new URLSearchParams({ ...of, format: 'csv' }).toString()}`} download>
          {say('spending.csv')}
        </Out>
      </PageHead>
      <Flex gap="3" mb="4" wrap="wrap" align="end">
        {(['from', 'to'] as const).map((name) => (
          <Flex key={name} direction="column" gap="1">
            <Text as="label" size="2" htmlFor={`spending-${name}`}>
              {say(`spending.${name}`)}
            </Text>
            <TextField.Root
              id={`spending-${name}`}
              type="date"
              required
              value={of[name]}
              onChange={(event) =>
                DAY.test(event.target.value) && filters.set({ [name]: event.target.value })
              }
            />
          </Flex>
        ))}
        <Choice<SpendingGroup>
          label={say('spending.by')}
          value={of.groupBy}
          options={GROUPS.map((value) => ({ value, label: say(`spending.by.${value}`) }))}
          onChange={(value) => filters.set({ by: value })}
        />
      </Flex>
      <Shown of={report}>
        {(data) => (
          <>
            {data.caps && <Caps caps={data.caps} />}
            <Report report={data} group={of.groupBy} />
          </>
        )}
      </Shown>
      <Text as="p" size="1" color="gray" mt="3">
        {say('spending.utc')}
      </Text>
    </>
  );
}
