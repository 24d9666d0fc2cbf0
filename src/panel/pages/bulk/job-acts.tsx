import { Button, DropdownMenu } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { act } from '../../api/client';
import { keysOf } from '../../kind';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { Confirm } from '../../parts/confirm';
import { useOffered } from '../../parts/may';
import { CONTENT_API } from '../content/api';
import { Priority } from '../orders/many-actions';
import { BULK_API } from './api';
import type { BulkDetail, ItemStatus } from './api';
import { SaveAsTemplate } from './save-template';
import { requestOfJob } from './request-of-job';
import { useBulkSay } from './words';

/** What can be done to a bulk job, by the last words of the routes. */
type JobAct = 'pause' | 'resume' | 'cancel' | 'retry' | 'priority';

/** The way to do something to a bulk job; what is shown of it and of its texts is asked for again afterwards. */
export function useJobAct(id: string) {
  const say = useBulkSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: ({ name, body }: { name: JobAct; body?: object }) =>
      act({ base: BULK_API.base, id }, name, body),
    onSuccess: (_answer, { name }) => announce(say(`bulk.done.${name}`), true),
    // Also after a refusal: then what is shown is out of date.
    onSettled: () => {
      for (const queryKey of [...keysOf(BULK_API, id), ...keysOf(CONTENT_API)])
        void client.invalidateQueries({ queryKey });
    },
  });
}

/** How many texts of a job have a status. */
export const countOf = ({ jobs }: BulkDetail, status: ItemStatus): number =>
  jobs.filter((item) => item.status === status).length;

function Export({ id }: { id: string }) {
  const say = useBulkSay();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger>
        <Button variant="soft" color="gray">
          {say('bulk.export')}
          <DropdownMenu.TriggerIcon />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content>
        {(['zip', 'csv'] as const).map((format) => (
          <DropdownMenu.Item key={format} asChild>
            <a href={`${BULK_API.base}/${id}/export?format=${format}`} download>
              {say(`bulk.export.${format}`)}
            </a>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** The buttons of a bulk job: what its state allows, and what can always be done. */
export function JobActs({
  kind,
  detail,
  run,
}: {
  kind: PanelKind;
  detail: BulkDetail;
  run: ReturnType<typeof useJobAct>;
}) {
  const say = useBulkSay();
  const offered = useOffered();
  const { bulk_job: job } = detail;
  const failed = countOf(detail, 'failed');
  // A job that was lost has cancelled what was not written.
  const toRetry = job.status === 'failed' ? failed + countOf(detail, 'cancelled') : failed;
  const isBusy = (name: JobAct): boolean => run.isPending && run.variables.name === name;
  return (
    <>
      {offered(job, 'pause') && (
        <Button loading={isBusy('pause')} onClick={() => run.mutate({ name: 'pause' })}>
          {say('bulk.pause')}
        </Button>
      )}
      {offered(job, 'resume') && (
        <Button loading={isBusy('resume')} onClick={() => run.mutate({ name: 'resume' })}>
          {say('bulk.resume')}
        </Button>
      )}
      {offered(job, 'retry') && toRetry > 0 && (
        <Confirm
          trigger={<Button loading={isBusy('retry')}>{say('bulk.retry')}</Button>}
          ask={say('bulk.retry.ask', { count: toRetry })}
          says={say('bulk.retry.says')}
          go={say('bulk.retry.go', { count: toRetry })}
          onYes={() => run.mutate({ name: 'retry' })}
        />
      )}
      <Export id={job.id} />
      <SaveAsTemplate name={job.template_name ?? ''} requestOf={() => requestOfJob(detail)} />
      {offered(job, 'priority') && (
        <Priority
          noun={kind.noun}
          ids={[job.id]}
          disabled={run.isPending}
          onYes={(priority) => run.mutate({ name: 'priority', body: { priority } })}
        />
      )}
      {offered(job, 'cancel') && (
        <Confirm
          trigger={
            <Button variant="soft" color="red" loading={isBusy('cancel')}>
              {say('bulk.cancel')}
            </Button>
          }
          ask={say('bulk.cancel.ask')}
          says={say('bulk.cancel.says', {
            queued: countOf(detail, 'queued'),
            running: countOf(detail, 'processing'),
          })}
          go={say('bulk.cancel.go')}
          back={say('bulk.cancel.back')}
          isGrave
          onYes={() => run.mutate({ name: 'cancel' })}
        />
      )}
    </>
  );
}
