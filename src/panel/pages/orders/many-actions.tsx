import { Button, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { act as sendAct } from '../../api/client';
import { keysOf } from '../../kind';
import type { Noun, PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { TextInput } from '../../parts/form';
import { offeredTo } from '../../parts/may';
import type { Actable } from '../../parts/may';
import { sayError } from '../../parts/states';
import { useSession } from '../../session';

/** What can be done to many orders at once, whatever their kind. */
type ManyAct =
  | { name: 'cancel'; body?: undefined }
  | { name: 'retry'; body?: { hint: string } | undefined }
  | { name: 'priority'; body: { priority: number } };

/** Requests that are under way at once; a server has other things to do as well. */
const AT_ONCE = 6;

/** Does an act to each of the orders; answers why it was refused, for each that refused it. */
async function sendAll(base: string, ids: readonly string[], act: ManyAct): Promise<unknown[]> {
  const refusals: unknown[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const answers = await Promise.allSettled(
      ids.slice(from, from + AT_ONCE).map((id) => sendAct({ base, id }, act.name, act.body)),
    );
    for (const answer of answers) if (answer.status === 'rejected') refusals.push(answer.reason);
  }
  return refusals;
}

/** Changes the priority of orders, once it is said how many these are. */
export function Priority({
  noun,
  ids,
  disabled,
  onYes,
}: {
  noun: Noun;
  ids: string[];
  disabled: boolean;
  onYes: (priority: number) => void;
}) {
  const say = useSay();
  const [priority, setPriority] = useState('5');
  const wanted = Number(priority);
  return (
    <Confirm
      trigger={
        <Button variant="soft" color="gray" disabled={disabled}>
          {say('act.priority')}
        </Button>
      }
      ask={say(`act.priority.${noun}.ask`, { count: ids.length })}
      says={say('act.priority.says')}
      go={say(`act.priority.${noun}`, { count: ids.length })}
      isReady={Number.isInteger(wanted) && wanted >= 1 && wanted <= 10}
      onYes={() => onYes(wanted)}
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
  );
}

/** What can be done to these orders of a kind, each act to those that it fits; says how many that is before it is done. */
export function ManyActs(props: { kind: PanelKind; orders: readonly Actable[]; onDone?: () => void }) {
  const say = useSay();
  const client = useQueryClient();
  const { permissions } = useSession();
  const { announce } = useLive();
  const { orders } = props;
  const { api: of, noun, takesHint } = props.kind;
  const [hint, setHint] = useState('');
  const [outcome, setOutcome] = useState('');
  const run = useMutation({
    mutationFn: async ({ ids, act }: { ids: string[]; act: ManyAct }) => ({
      count: ids.length,
      refusals: await sendAll(of.base, ids, act),
    }),
    onSuccess: ({ count, refusals }) => {
      const failed = refusals.length;
      const words =
        failed === 0
          ? say('act.done', { count })
          : [count > 1 ? say('act.partly', { failed, count }) : '', sayError(say, refusals[0])]
              .filter(Boolean)
              .join(' ');
      announce(words);
      setOutcome(failed > 0 ? words : '');
      props.onDone?.();
    },
    // Also after a refusal: then what is shown is out of date.
    onSettled: () => {
      for (const queryKey of keysOf(of)) void client.invalidateQueries({ queryKey });
    },
  });
  const toPrioritise = offeredTo(orders, 'priority', permissions);
  const toCancel = offeredTo(orders, 'cancel', permissions);
  const toRetry = offeredTo(orders, 'retry', permissions);

  return (
    <Flex gap="2" align="center" wrap="wrap">
      {toPrioritise.length > 0 && (
        <Priority
          noun={noun}
          ids={toPrioritise}
          disabled={run.isPending}
          onYes={(priority) =>
            run.mutate({ ids: toPrioritise, act: { name: 'priority', body: { priority } } })
          }
        />
      )}
      {toCancel.length > 0 && (
        <Confirm
          trigger={
            <Button variant="soft" color="red" disabled={run.isPending}>
              {say('act.cancel')}
            </Button>
          }
          ask={say(`act.cancel.${noun}.ask`, { count: toCancel.length })}
          says={say('act.cancel.says')}
          go={say(`act.cancel.${noun}`, { count: toCancel.length })}
          back={say('act.keep')}
          isGrave
          onYes={() => run.mutate({ ids: toCancel, act: { name: 'cancel' } })}
        />
      )}
      {toRetry.length > 0 && (
        <Confirm
          trigger={
            <Button variant="soft" disabled={run.isPending}>
              {say('act.retry')}
            </Button>
          }
          ask={say(`act.retry.${noun}.ask`, { count: toRetry.length })}
          says={say('act.retry.says')}
          go={say(`act.retry.${noun}`, { count: toRetry.length })}
          onYes={() => {
            const body = hint.trim() ? { hint: hint.trim() } : undefined;
            run.mutate({ ids: toRetry, act: { name: 'retry', body } });
          }}
        >
          {takesHint && (
            <Flex direction="column" mt="3">
              <TextInput label={say('orders.hint')} maxLength={500} value={hint} onChange={setHint} />
            </Flex>
          )}
        </Confirm>
      )}
      {outcome && (
        <Text size="2" color="red" role="alert">
          {outcome}
        </Text>
      )}
    </Flex>
  );
}
