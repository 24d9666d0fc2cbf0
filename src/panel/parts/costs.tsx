import { Table, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { costsQuery } from '../api/queries';
import type { Costs as CostsOf } from '../api/queries';
import type { PanelKind } from '../kind';
import { useSay } from '../messages/use-text';
import { useMoney } from './money';
import { Empty, Shown } from './states';
import { StateBadge } from './status';
import { sayStage } from './timeline';
import { sayDuration, When } from './times';

const COLOURS = { begun: 'blue', answered: 'grass', failed: 'red', aborted: 'gray', lost: 'red' } as const;

type Stages = PanelKind['stages'];

function Calls({ calls, stages }: { calls: CostsOf['calls']; stages: Stages }) {
  const say = useSay();
  const money = useMoney();
  return (
    <details className="fold">
      <summary>
        <Text size="2">{say('costs.calls', { count: calls.length })}</Text>
      </summary>
      <ul className="rows plain">
        {calls.map((call) => (
          <li key={call.id}>
            <div>
              <Text as="div" size="2">
                {sayStage(say, stages, call.stage)}
                {call.amountMicros !== null &&
                  ` · ${call.isMaximum ? say('costs.atMost', { amount: money(call.amountMicros) }) : money(call.amountMicros)}`}
              </Text>
              <Text as="div" size="1" color="gray">
                <When at={call.at} />
                {call.tookMs !== null && ` · ${sayDuration(say, call.tookMs)}`}
                {call.model && ` · ${call.model}`}
                {call.reason && ` · ${call.reason}`}
              </Text>
            </div>
            <StateBadge colour={COLOURS[call.state]}>{say(`costs.state.${call.state}`)}</StateBadge>
          </li>
        ))}
      </ul>
    </details>
  );
}

function CostsShown({ costs, names }: { costs: CostsOf; names: Stages }) {
  const say = useSay();
  const intl = useIntl();
  const money = useMoney();
  const { amountMicros, retriesMicros, reservedMicros, unknownMicros, stages, calls } = costs;
  if (calls.length === 0) return <Empty>{say('costs.none')}</Empty>;
  const words = [
    say('costs.total', { amount: money(amountMicros) }),
    retriesMicros > 0 ? say('costs.retries', { amount: money(retriesMicros) }) : '',
    reservedMicros > 0 ? say('costs.reserved', { amount: money(reservedMicros) }) : '',
    unknownMicros > 0 ? say('costs.unknown', { amount: money(unknownMicros) }) : '',
  ];
  return (
    <>
      <Text as="p" size="2" mb="2">
        {words.filter(Boolean).join(' · ')}
      </Text>
      <Table.Root size="1" variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>{say('overview.step')}</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">{say('spending.requests')}</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell justify="end">{say('spending.amount')}</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {stages.map((stage) => (
            <Table.Row key={stage.stage}>
              <Table.RowHeaderCell>{sayStage(say, names, stage.stage)}</Table.RowHeaderCell>
              <Table.Cell justify="end">{intl.formatNumber(stage.calls)}</Table.Cell>
              <Table.Cell justify="end">{money(stage.amountMicros)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
      <Calls calls={calls} stages={names} />
    </>
  );
}

/** What an order has cost, by step and by request. */
export function Costs({ kind, id }: { kind: PanelKind; id: string }) {
  const costs = useQuery(costsQuery(kind.api, id));
  return <Shown of={costs}>{(data) => <CostsShown costs={data} names={kind.stages} />}</Shown>;
}
