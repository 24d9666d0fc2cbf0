import { Button, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { act } from '../../api/client';
import { keysOf } from '../../kind';
import type { Colour } from '../../kind';
import { Confirm } from '../../parts/confirm';
import { useFilters } from '../../parts/filters';
import { useOffered } from '../../parts/may';
import { Empty, Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { Took } from '../../parts/times';
import { CONTENT_API, CONTENT_PATH, nameOfText } from '../content/api';
import { BULK_API, ITEM_STATUSES } from './api';
import type { BulkDetail, BulkItem, ItemStatus } from './api';
import { countOf } from './job-acts';
import { useBulkSay } from './words';

const COLOURS: Readonly<Record<ItemStatus, Colour>> = {
  queued: 'gray',
  processing: 'blue',
  completed: 'grass',
  failed: 'red',
  cancelled: 'gray',
};

/** What can be done to one text of a job. */
function ItemActs({ jobId, item }: { jobId: string; item: BulkItem }) {
  const say = useBulkSay();
  const client = useQueryClient();
  const offered = useOffered();
  const run = useMutation({
    mutationFn: (name: 'retry' | 'cancel') =>
      act({ base: `${BULK_API.base}/${jobId}/items`, id: item.id }, name),
    onSettled: () => {
      for (const queryKey of [...keysOf(BULK_API, jobId), ...keysOf(CONTENT_API)])
        void client.invalidateQueries({ queryKey });
    },
  });
  const nameOf = (action: string): string => `${action}: ${nameOfText(item)}`;
  return (
    <div className="wide item-acts">
      {offered(item, 'retry') && (
        <Button
          size="1"
          variant="soft"
          aria-label={nameOf(say('bulk.item.retry'))}
          loading={run.isPending}
          onClick={() => run.mutate('retry')}
        >
          {say('bulk.item.retry')}
        </Button>
      )}
      {offered(item, 'cancel') && (
        <Confirm
          trigger={
            <Button
              size="1"
              variant="soft"
              color="gray"
              aria-label={nameOf(say('bulk.item.cancel'))}
              loading={run.isPending}
            >
              {say('bulk.item.cancel')}
            </Button>
          }
          ask={say('act.cancel.texts.ask', { count: 1 })}
          says={say('bulk.item.cancel.says')}
          go={say('act.cancel.texts', { count: 1 })}
          back={say('act.keep')}
          isGrave
          onYes={() => run.mutate('cancel')}
        />
      )}
      {run.error && <Failed error={run.error} />}
    </div>
  );
}

function Row({ jobId, item }: { jobId: string; item: BulkItem }) {
  const say = useBulkSay();
  const { status, title, topic, retry_count: failed } = item;
  return (
    <li>
      <Text size="2" color="gray" className="item-place">
        {item.queue_position}
      </Text>
      <div className="any-width">
        <Link to={`${CONTENT_PATH}/${item.id}`}>{nameOfText(item)}</Link>
        <Text as="div" size="1" color="gray">
          {title !== null && title !== topic && topic}
          {failed > 0 && (
            <>
              {title !== null && title !== topic && ' · '}
              {say('bulk.attempts', { count: failed })}
            </>
          )}
        </Text>
        {item.error !== null && (
          <Text as="div" size="2" color="red">
            {item.error}
          </Text>
        )}
        {status === 'completed' && item.started_at && item.completed_at && (
          <Text as="div" size="1" color="gray">
            <Took from={item.started_at} to={item.completed_at} />
          </Text>
        )}
      </div>
      <ItemActs jobId={jobId} item={item} />
      <StateBadge colour={COLOURS[status]}>{say(`text.${status}`)}</StateBadge>
    </li>
  );
}

/** The texts of a job in their order, or those with one status; each figure is that of the list to which it leads. */
export function JobItems({ detail }: { detail: BulkDetail }) {
  const say = useBulkSay();
  const { read } = useFilters<'show'>();
  const shown = ITEM_STATUSES.find((status) => status === read('show'));
  const items = detail.jobs.filter(({ status }) => shown === undefined || status === shown);
  return (
    <>
      <nav className="figure-links" aria-label={say('bulk.items.filter')}>
        <Link className="nav-link" to="?" replace aria-current={shown === undefined ? 'page' : undefined}>
          {say('bulk.items.all', { count: detail.jobs.length })}
        </Link>
        {ITEM_STATUSES.map((status) => {
          const count = countOf(detail, status);
          return (
            (count > 0 || status === shown) && (
              <Link
                key={status}
                className="nav-link"
                to={`?show=${status}`}
                replace
                aria-current={status === shown ? 'page' : undefined}
              >
                {say(`bulk.items.${status}`, { count })}
              </Link>
            )
          );
        })}
      </nav>
      {items.length === 0 ? (
        <Empty>{say('bulk.items.none')}</Empty>
      ) : (
        <ol className="rows job-items">
          {items.map((item) => (
            <Row key={item.id} jobId={detail.bulk_job.id} item={item} />
          ))}
        </ol>
      )}
    </>
  );
}
