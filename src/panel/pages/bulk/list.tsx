import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty } from '../../parts/states';
import { sayStatus, StatusBadge } from '../../parts/status';
import { sayEta, When } from '../../parts/times';
import { useCan } from '../../session';
import { BULK_PATH } from './api';
import type { BulkJob } from './api';
import { nameOfJob, orderOf } from './name';
import { jobsQuery } from './queries';
import { useBulkSay, withWords } from './words';

/** Statuses that people look for together, by the first of them; the address has them with a comma between. */
const TOGETHER: Readonly<Record<string, string>> = { processing: 'processing,pausing' };
const SECOND = 'pausing';

function Row({ kind, job }: { kind: PanelKind; job: BulkJob }) {
  const say = useBulkSay();
  const { completed_items: completed, failed_items: failed, cancelled_items: cancelled } = job;
  const words = [
    say('bulk.counts', { completed, total: job.total_items }),
    failed > 0 ? say('bulk.items.failed', { count: failed }) : '',
    cancelled > 0 ? say('bulk.items.cancelled', { count: cancelled }) : '',
    job.phase === 'running' ? sayEta(say, job) : '',
  ];
  return (
    <li>
      <div>
        <Link to={`${kind.path}/${job.id}`}>{nameOfJob(say, job)}</Link>
        <Text as="div" size="1" color="gray">
          {job.template_name !== null &&
            `${say('bulk.of', { mode: say(`mode.${job.mode}`), count: job.total_items })} · `}
          <When at={job.created_at} />
        </Text>
      </div>
      <Text as="div" size="2" color="gray" className="wide">
        {words.filter(Boolean).join(' · ')}
      </Text>
      <StatusBadge kind={kind} order={orderOf(job)} />
    </li>
  );
}

function BulkJobs({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const can = useCan();
  const { read, set } = useFilters<'status'>();
  const options = statusesOf(kind)
    .filter((status) => status !== SECOND)
    .map((status) => ({ value: TOGETHER[status] ?? status, label: sayStatus(say, kind, status) }));
  const status = options.find(({ value }) => value === read('status'))?.value;
  const jobs = useInfiniteQuery(jobsQuery(status));
  return (
    <div className="touch">
      <PageHead title={say(kind.name)}>
        <Button variant="soft" asChild>
          <Link to={`${BULK_PATH}/templates`}>{say('templates.title')}</Link>
        </Button>
        <Button variant="soft" asChild>
          <Link to={`${BULK_PATH}/schedules`}>{say('schedules.title')}</Link>
        </Button>
        {can('orders.place') && (
          <Button asChild>
            <Link to={`${BULK_PATH}/new`}>{say('bulk.new')}</Link>
          </Button>
        )}
      </PageHead>
      <Flex gap="3" mb="4" wrap="wrap">
        <FilterChoice
          label={say('pages.filter.status')}
          value={status}
          options={options}
          onChange={(chosen) => set({ status: chosen })}
        />
      </Flex>
      <Listed of={jobs}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say(status === undefined ? 'bulk.empty' : 'bulk.emptyFiltered')}</Empty>
          ) : (
            <ul className="rows bought">
              {items.map((job) => (
                <Row key={job.id} kind={kind} job={job} />
              ))}
            </ul>
          )
        }
      </Listed>
    </div>
  );
}

/** All bulk jobs, by their status, which stands in the address. */
export const BulkJobsPage = withWords(BulkJobs);
