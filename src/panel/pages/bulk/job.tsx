import { Callout, Flex, Grid, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { eventsQuery } from '../../api/queries';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { Costs } from '../../parts/costs';
import { useSayCause } from '../../parts/failures';
import { Fact, Facts, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { PageHead } from '../../parts/layout';
import { Failed, Shown } from '../../parts/states';
import { Bar, explainStatus, sayStatus, Standing, StatusBadge } from '../../parts/status';
import { Timeline } from '../../parts/timeline';
import { sayEta, When } from '../../parts/times';
import { BULK_PATH } from './api';
import type { BulkDetail, BulkJob } from './api';
import { JobActs, useJobAct } from './job-acts';
import { JobItems } from './job-items';
import { nameOfJob, orderOf } from './name';
import { jobQuery } from './queries';
import { useBulkSay, withWords } from './words';

/** The most that was ever shown: an answer that was on its way while an event came does not take anything back. */
function useMost(figure: number): number {
  const [most, setMost] = useState(figure);
  if (figure > most) setMost(figure);
  return Math.max(figure, most);
}

/** Has a screen reader hear of each status that follows on the one that was found. */
function useSpokenStatus(words: string): void {
  const { announce } = useLive();
  const last = useRef(words);
  useEffect(() => {
    if (last.current !== words) announce(words, true);
    last.current = words;
  }, [words, announce]);
}

function JobProgress({ detail }: { detail: BulkDetail }) {
  const say = useBulkSay();
  const { bulk_job: job, progress } = detail;
  const percentage = useMost(progress.percentage);
  const words = [
    say('bulk.percent', { percentage }),
    job.phase === 'running' || job.phase === 'accepted' ? sayEta(say, job) : '',
  ];
  return (
    <Flex direction="column" gap="2" mb="5">
      <Bar done={percentage} total={100} label={say('bulk.progress')} />
      <Text size="2" color="gray">
        {words.filter(Boolean).join(' · ')}
      </Text>
    </Flex>
  );
}

function JobFacts({ job }: { job: BulkJob }) {
  const say = useBulkSay();
  const intl = useIntl();
  return (
    <Facts>
      <Fact label={say('bulk.mode')}>{say(`mode.${job.mode}`)}</Fact>
      <Fact label={say('bulk.concurrency')}>{say('newBulk.concurrency.of', { count: job.concurrency })}</Fact>
      <Fact label={say('pages.priority')}>{intl.formatNumber(job.priority)}</Fact>
      {job.schedule_id !== null && (
        <Fact label={say('bulk.schedule')}>
          <Link to={`${BULK_PATH}/schedules/${job.schedule_id}`}>{say('bulk.schedule.look')}</Link>
        </Fact>
      )}
      <Fact label={say('pages.created')}>
        <When at={job.created_at} />
      </Fact>
      {job.started_at && (
        <Fact label={say('bulk.started')}>
          <When at={job.started_at} />
        </Fact>
      )}
      {job.completed_at && (
        <Fact label={say('orders.ended')}>
          <When at={job.completed_at} />
        </Fact>
      )}
    </Facts>
  );
}

function JobShown({ kind, detail }: { kind: PanelKind; detail: BulkDetail }) {
  const say = useBulkSay();
  const sayCause = useSayCause();
  const { bulk_job: job } = detail;
  const order = orderOf(job);
  const run = useJobAct(job.id);
  const events = useQuery(eventsQuery(kind.api, job.id));
  useKeptFocus(job.status);
  useSpokenStatus(say('bulk.state', { status: sayStatus(say, kind, job.status) }));
  return (
    <>
      <PageHead title={nameOfJob(say, job)}>
        <JobActs kind={kind} detail={detail} run={run} />
      </PageHead>
      {run.error && <Failed error={run.error} />}
      <Standing
        badge={<StatusBadge kind={kind} order={order} />}
        says={explainStatus(say, kind, order)}
        error={null}
      />
      {job.waiting && (
        <Callout.Root color="amber" mb="4">
          <Callout.Text>{sayCause(job.waiting)}</Callout.Text>
        </Callout.Root>
      )}
      <JobProgress detail={detail} />
      <Grid columns={{ initial: '1', md: 'minmax(0, 1fr) 300px' }} gap="6">
        <Section name={say('bulk.items')}>
          <JobItems detail={detail} />
        </Section>
        <Flex direction="column" gap="5" minWidth="0">
          <Section name={say('pages.facts')}>
            <JobFacts job={job} />
          </Section>
          <Section name={say('costs.title')}>
            <Costs kind={kind} id={job.id} />
          </Section>
          <Section name={say('pages.timeline')}>
            <Shown of={events}>
              {({ items, nextCursor }) => (
                <Timeline entries={items} stages={kind.stages} isCut={nextCursor !== null} />
              )}
            </Shown>
          </Section>
        </Flex>
      </Grid>
    </>
  );
}

function JobAt({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const job = useQuery(jobQuery(id));
  return (
    <div className="touch">
      <Shown of={job}>{(data) => <JobShown key={data.bulk_job.id} kind={kind} detail={data} />}</Shown>
    </div>
  );
}

/** One bulk job: how far it is, its texts as they are written, and what can be done about it. */
export const BulkJobPage = withWords(JobAt);
