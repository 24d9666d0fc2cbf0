import { Card, Flex, Grid, Heading, Text } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Phase } from '../../../contract/orders';
import { samplesQuery, statsQuery } from '../../api/queries';
import type { QueueStats } from '../../api/queries';
import { isListed } from '../../kind';
import { KIND_LIST } from '../../kinds';
import { useSay } from '../../messages/use-text';
import type { MessageId } from '../../messages/en';
import { PageHead } from '../../parts/layout';
import { Sparkline } from '../../parts/sparkline';
import { Empty, Shown } from '../../parts/states';
import { useCan } from '../../session';
import { Budgets } from './budgets';
import { OperatorSteps } from './pipeline';

/** Samples of the pace that the line shows. */
const MOST_SAMPLES = 60;

/** A figure and the phases that count for it; the list it leads to has the filter of the first of them. */
const FIGURES: ReadonlyArray<{ label: MessageId; phases: readonly [Phase, ...Phase[]] }> = [
  { label: 'overview.pending', phases: ['queued', 'accepted'] },
  { label: 'overview.running', phases: ['running'] },
  { label: 'overview.person', phases: ['waiting_person'] },
  { label: 'overview.done', phases: ['done'] },
  { label: 'overview.failed', phases: ['failed'] },
];

function Figures({ counts }: { counts: QueueStats['items'] }) {
  const say = useSay();
  const intl = useIntl();
  const figures = FIGURES.map(({ label, phases }) => {
    const ofKinds = KIND_LIST.map((kind) => ({
      kind,
      count: counts
        .filter((one) => one.kind === kind.kind && isListed(kind, phases, one))
        .filter(({ phase, status }) => phase !== 'waiting_person' || !kind.timed?.includes(status))
        .reduce((sum, { orders }) => sum + orders, 0),
    }));
    const total = ofKinds.reduce((sum, { count }) => sum + count, 0);
    return { label, phase: phases[0], ofKinds, total };
  });
  return (
    <>
      <dl className="figures">
        {figures.map(({ label, phase, ofKinds, total }) => (
          <div key={label}>
            <dt>{say(label)}</dt>
            <dd>{intl.formatNumber(total)}</dd>
            <dd className="of-kinds">
              {ofKinds
                .filter(({ count }) => count > 0)
                .map(({ kind, count }) => (
                  <Link key={kind.kind} to={`${kind.path}?${kind.filters[phase] ?? ''}`}>
                    {say(kind.counted, { count })}
                  </Link>
                ))}
            </dd>
          </div>
        ))}
      </dl>
      {figures.every(({ total }) => total === 0) && <Empty>{say('overview.empty')}</Empty>}
    </>
  );
}

function Pace({ perMinute, sampledAt }: { perMinute: number; sampledAt: number }) {
  const say = useSay();
  const client = useQueryClient();
  const { data: samples } = useQuery(samplesQuery);
  useEffect(() => {
    if (sampledAt === 0) return;
    client.setQueryData(samplesQuery.queryKey, (before = []) =>
      before.at(-1)?.at === sampledAt
        ? before
        : [...before, { at: sampledAt, perMinute }].slice(-MOST_SAMPLES),
    );
  }, [client, perMinute, sampledAt]);
  const perHour = Math.round(perMinute * 60);
  const figures = samples.map((sample) => Math.round(sample.perMinute * 60));
  const label = say('overview.pace.chart', {
    low: Math.min(...figures, perHour),
    high: Math.max(...figures, perHour),
  });
  return (
    <Card>
      <Heading as="h2" size="3" mb="1">
        {say('overview.pace')}
      </Heading>
      <Text as="p" size="2" color="gray" mb="3">
        {say('overview.pace.now', { count: perHour })}
      </Text>
      <Sparkline figures={figures} label={label} />
    </Card>
  );
}

/** How much there is to do, how fast it goes and who works. */
export function Overview() {
  const say = useSay();
  const can = useCan();
  const stats = useQuery(statsQuery);
  return (
    <>
      <PageHead title={say('overview.title')} />
      <Flex direction="column" gap="5">
        <Shown of={stats}>{({ items }) => <Figures counts={items} />}</Shown>
        <Grid columns={{ initial: '1', sm: '2' }} gap="4">
          <Pace perMinute={stats.data?.completionsPerMinute ?? 0} sampledAt={stats.dataUpdatedAt} />
          {KIND_LIST.map(({ kind, Card: Own }) => Own && <Own key={kind} />)}
        </Grid>
        {can('lanes.read') && (
          <>
            <Budgets />
            <OperatorSteps />
          </>
        )}
      </Flex>
    </>
  );
}
