import { Button, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import type { Item } from '../api/queries';
import { useLive } from '../live/live';
import { useSay } from '../messages/use-text';
import { Confirm } from '../parts/confirm';

type Act = { name: 'cancel' } | { name: 'retry' } | { name: 'priority'; priority: number };

/** Requests that are under way at once; a server has other things to do as well. */
const AT_ONCE = 6;

const isOpen = ({ status }: Item): boolean => status === 'pending' || status === 'processing';
const isStopped = ({ status }: Item): boolean => status === 'failed' || status === 'cancelled';

function send(id: string, act: Act): Promise<unknown> {
  const params = { path: { id } };
  switch (act.name) {
    case 'cancel':
      return answerOf(api.POST('/api/generation/{id}/cancel', { params }));
    case 'retry':
      return answerOf(api.POST('/api/generation/{id}/retry', { params }));
    case 'priority':
      return answerOf(
        api.POST('/api/generation/{id}/priority', { params, body: { priority: act.priority } }),
      );
  }
}

/** Does an act to each of the items; answers how many refused it. */
async function sendAll(ids: readonly string[], act: Act): Promise<number> {
  let failed = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const answers = await Promise.allSettled(ids.slice(from, from + AT_ONCE).map((id) => send(id, act)));
    failed += answers.filter(({ status }) => status === 'rejected').length;
  }
  return failed;
}

/** What can be done to these items, each act to those that it fits; says how many that is before it is done. */
export function ItemActs({ items, onDone }: { items: readonly Item[]; onDone?: () => void }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const [priority, setPriority] = useState('5');
  const [outcome, setOutcome] = useState('');
  const run = useMutation({
    mutationFn: async ({ ids, act }: { ids: string[]; act: Act }) => ({
      count: ids.length,
      failed: await sendAll(ids, act),
    }),
    onSuccess: ({ count, failed }) => {
      announce(failed > 0 ? say('act.partly', { failed, count }) : say('act.done', { count }));
      setOutcome(failed > 0 ? say('act.partly', { failed, count }) : '');
      void client.invalidateQueries({ queryKey: ['items'] });
      void client.invalidateQueries({ queryKey: ['item'] });
      void client.invalidateQueries({ queryKey: ['batch'] });
      onDone?.();
    },
  });
  const open = items.filter(isOpen).map(({ id }) => id);
  const stopped = items.filter(isStopped).map(({ id }) => id);
  const wanted = Number(priority);
  const isPriority = Number.isInteger(wanted) && wanted >= 1 && wanted <= 10;

  return (
    <Flex gap="2" align="center" wrap="wrap">
      {open.length > 0 && (
        <>
          <Confirm
            trigger={
              <Button variant="soft" color="gray" disabled={run.isPending}>
                {say('act.priority')}
              </Button>
            }
            ask={say('act.priority.ask', { count: open.length })}
            says={say('act.priority.says')}
            count={open.length}
            onYes={() => isPriority && run.mutate({ ids: open, act: { name: 'priority', priority: wanted } })}
          >
            <TextField.Root
              mt="3"
              type="number"
              min={1}
              max={10}
              aria-label={say('pages.priority')}
              value={priority}
              onChange={(event) => setPriority(event.target.value)}
            />
          </Confirm>
          <Confirm
            trigger={
              <Button variant="soft" color="red" disabled={run.isPending}>
                {say('act.cancel')}
              </Button>
            }
            ask={say('act.cancel.ask', { count: open.length })}
            says={say('act.cancel.says')}
            count={open.length}
            isGrave
            onYes={() => run.mutate({ ids: open, act: { name: 'cancel' } })}
          />
        </>
      )}
      {stopped.length > 0 && (
        <Confirm
          trigger={
            <Button variant="soft" disabled={run.isPending}>
              {say('act.retry')}
            </Button>
          }
          ask={say('act.retry.ask', { count: stopped.length })}
          says={say('act.retry.says')}
          count={stopped.length}
          onYes={() => run.mutate({ ids: stopped, act: { name: 'retry' } })}
        />
      )}
      {outcome && (
        <Text size="2" color="red" role="alert">
          {outcome}
        </Text>
      )}
    </Flex>
  );
}
