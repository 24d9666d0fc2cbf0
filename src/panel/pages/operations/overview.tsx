import { Card, Flex, Grid, Heading, Text } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { queueQuery, samplesQuery, statsQuery } from '../../api/queries';
import type { QueueStats } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import type { MessageId } from '../../messages/en';
import { PageHead } from '../../parts/layout';
import { Sparkline } from '../../parts/sparkline';
import { Empty, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { useCan } from '../../session';
import { Budgets } from './budgets';
import { OperatorSteps } from './pipeline';

/** Samples of the pace that the line shows. */
const MOST_SAMPLES = 60;

/** A figure, the phases that count for it, and how pages with it are found. */
const FIGURES: ReadonlyArray<{
  label: MessageId;
  phases: readonly string[];
  /** A status within these phases that does not count. */
  without?: string;
  posts?: string;
  pages?: string;
}> = [
  {
    label: 'overview.pending',
    phases: ['accepted', 'queued'],
    posts: 'phase=queued',
    pages: 'status=pending',
  },
  { label: 'overview.running', phases: ['running'], posts: 'phase=running', pages: 'status=processing' },
  {
    label: 'overview.person',
    phases: ['waiting_person'],
    // A scheduled post waits for its time, not for a person.
    without: 'SCHEDULED',
    posts: 'phase=waiting_person',
  },
  { label: 'overview.done', phases: ['done'], posts: 'phase=done', pages: 'status=completed' },
  { label: 'overview.failed', phases: ['failed'], posts: 'phase=failed', pages: 'status=failed' },
];

function Figures({ counts }: { counts: QueueStats['items'] }) {
  const say = useSay();
  const intl = useIntl();
  const figures = FIGURES.map((figure) => {
    const count = (kind: 'blog' | 'item'): number =>
      counts
        .filter((one) => one.kind === kind && figure.phases.includes(one.phase))
        .filter(({ status }) => status !== figure.without)
        .reduce((sum, { orders }) => sum + orders, 0);
    return { ...figure, ofPosts: count('blog'), ofPages: count('item') };
  });
  return (
    <>
      <dl className="figures">
        {figures.map(({ label, posts, pages, ofPosts, ofPages }) => (
          <div key={label}>
            <dt>{say(label)}</dt>
            <dd>{intl.formatNumber(ofPosts + ofPages)}</dd>
            <dd className="of-kinds">
              {ofPosts > 0 && (
                <Link to={`/orders?${posts ?? ''}`}>{say('overview.posts', { count: ofPosts })}</Link>
              )}
              {ofPages > 0 && (
                <Link to={`/pages?${pages ?? ''}`}>{say('overview.pages', { count: ofPages })}</Link>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {figures.every(({ ofPosts, ofPages }) => ofPosts + ofPages === 0) && (
        <Empty>{say('overview.empty')}</Empty>
      )}
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
        <Shown of={stats}>{({ items }) => <Figures counts={items} />}</Shown>
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
