import { Card, Flex, Grid, Heading, Text } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { queueQuery, samplesQuery, statsQuery } from '../api/queries';
import { useSay } from '../messages/use-text';
import type { MessageId } from '../messages/en';
import { PageHead } from '../parts/layout';
import { Sparkline } from '../parts/sparkline';
import { Empty, Shown } from '../parts/states';
import { StateBadge } from '../parts/status';
import { useCan } from '../session';
import { Budgets } from './overview-budgets';
import { OperatorSteps } from './overview-steps';

/** Samples of the pace that the line shows. */
const MOST_SAMPLES = 60;

function Figures({ counts }: { counts: Partial<Record<string, number>> }) {
  const say = useSay();
  const intl = useIntl();
  const count = (...phases: string[]): number => phases.reduce((sum, phase) => sum + (counts[phase] ?? 0), 0);
  const figures: Array<[MessageId, number, string | undefined]> = [
    ['overview.pending', count('accepted', 'queued'), undefined],
    ['overview.running', count('running'), undefined],
    ['overview.person', count('waiting_person'), '/orders?phase=waiting_person'],
    ['overview.done', count('done'), '/orders?phase=done'],
    ['overview.failed', count('failed'), '/orders?phase=failed'],
  ];
  return (
    <>
      <dl className="figures">
        {figures.map(([label, value, to]) => (
          <div key={label}>
            <dt>{to ? <Link to={to}>{say(label)}</Link> : say(label)}</dt>
            <dd>{intl.formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {figures.every(([, value]) => value === 0) && <Empty>{say('overview.empty')}</Empty>}
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
  const figures = samples.map((sample) => sample.perMinute);
  const label = say('overview.pace.chart', {
    low: Math.min(...figures, perMinute),
    high: Math.max(...figures, perMinute),
  });
  return (
    <Card>
      <Heading as="h2" size="3" mb="1">
        {say('overview.pace')}
      </Heading>
      <Text as="p" size="2" color="gray" mb="3">
        {say('overview.pace.now', { count: perMinute })}
      </Text>
      <Sparkline figures={figures} label={label} />
    </Card>
  );
}

function Workers() {
  const say = useSay();
  const queue = useQuery(queueQuery);
  return (
    <Card>
      <Heading as="h2" size="3" mb="3">
        {say('overview.workers')}
      </Heading>
      <Shown of={queue}>
        {({ workers }) =>
          workers.length === 0 ? (
            <Text color="gray">{say('overview.workers.none')}</Text>
          ) : (
            <Flex direction="column" gap="2">
              {workers.map((worker, n) => (
                <Flex key={worker.id} justify="between" gap="3" align="center">
                  <Text size="2">{say('overview.worker', { number: n + 1 })}</Text>
                  <Flex gap="2" align="center">
                    {worker.currentItem && (
                      <Text size="2" asChild>
                        <Link to={`/pages/${worker.currentItem}`}>{say('pages.page')}</Link>
                      </Text>
                    )}
                    <StateBadge colour={worker.busy ? 'blue' : 'gray'}>
                      {say(worker.busy ? 'overview.workers.busy' : 'overview.workers.idle')}
                    </StateBadge>
                  </Flex>
                </Flex>
              ))}
            </Flex>
          )
        }
      </Shown>
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
        <Shown of={stats}>{({ byPhase }) => <Figures counts={byPhase} />}</Shown>
        <Grid columns={{ initial: '1', sm: '2' }} gap="4">
          <Pace perMinute={stats.data?.completionsPerMinute ?? 0} sampledAt={stats.dataUpdatedAt} />
          <Workers />
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
