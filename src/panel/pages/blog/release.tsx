import { Button, Card, Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { storeQuery } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { Confirm } from '../../parts/confirm';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { useOffered } from '../../parts/may';
import { useCan } from '../../session';
import { useAct } from './action';
import type { Act, Acting } from './action';
import type { OrderDetail } from './api';

/** The zone in which an order's times are meant: its own, or else its store's. */
function useZone(order: OrderDetail): string | undefined {
  const can = useCan();
  const store = useQuery({
    ...storeQuery(order.storeId ?? ''),
    enabled: order.timeZone === null && order.storeId !== null && can('stores.read'),
  });
  return order.timeZone ?? store.data?.timeZone;
}

/** What goes wrong while its form is open stands in the form; `pageAct` is for what has none. */
function Plan({ order, pageAct }: { order: OrderDetail; pageAct: Acting }) {
  const say = useSay();
  const zone = useZone(order);
  const act = useAct(order.id);
  const [time, setTime] = useState('');
  const problem = problemWith(act.error, 'publishAt');
  // Only a finished post that waits for nothing but its time goes out at once without it.
  const drop = order.status === 'SCHEDULED' ? 'orders.plan.drop' : 'orders.plan.clear';
  return (
    <>
      <FormDialog
        trigger={
          <Button variant="soft" color="gray">
            {say(order.publishAt ? 'orders.plan.move' : 'orders.plan')}
          </Button>
        }
        title={say(order.publishAt ? 'orders.plan.move' : 'orders.plan')}
        says={say('orders.plan.says')}
        go={say('orders.plan.go')}
        isPending={act.isPending}
        isReady={time !== ''}
        error={problem ? undefined : act.error}
        onOpen={() => {
          act.reset();
          setTime(order.publishAtLocal?.slice(0, 16) ?? '');
        }}
        onSend={(close) =>
          act.mutate(
            { name: 'schedule', body: { publishAt: time, ...(zone ? { timeZone: zone } : {}) } },
            { onSuccess: close },
          )
        }
      >
        <TextInput
          label={say('orders.plan.time')}
          hint={zone ? say('orders.plan.zone', { zone }) : say('orders.plan.storeZone')}
          type="datetime-local"
          required
          value={time}
          problem={problem}
          onChange={setTime}
        />
      </FormDialog>
      {order.publishAt && (
        <Confirm
          trigger={
            <Button variant="soft" color="gray" disabled={pageAct.isPending}>
              {say(drop)}
            </Button>
          }
          ask={say(`${drop}.ask`)}
          says={say(`${drop}.says`)}
          go={say(drop)}
          onYes={() => pageAct.mutate({ name: 'schedule', body: { publishAt: null } })}
        />
      )}
    </>
  );
}

type Part = 'ideas' | 'text' | 'picture';

/** What failed, or else the text. */
function missingPart({ selectedIdeaId, post, image, picture, status }: OrderDetail): Part {
  if (status === 'FAILED' && selectedIdeaId === null) return 'ideas';
  return post !== null && image === null && picture !== 'none' ? 'picture' : 'text';
}

/** Has a part of a post made again by a hint: before it goes out, or with a retry. */
function Regenerate({ order, by }: { order: OrderDetail; by: 'regenerate' | 'retry' }) {
  const say = useSay();
  const act = useAct(order.id);
  const [part, setPart] = useState(missingPart(order));
  const [hint, setHint] = useState('');
  const words = by === 'retry' ? 'orders.retry' : 'orders.again';
  return (
    <FormDialog
      trigger={
        <Button variant="soft" color="gray">
          {say(words)}
        </Button>
      }
      title={say(words)}
      says={say(`${words}.says`)}
      go={say(`${words}.go`)}
      isPending={act.isPending}
      error={act.error}
      onOpen={() => {
        act.reset();
        setPart(missingPart(order));
      }}
      onSend={(close) =>
        act.mutate({ name: by, body: { part, ...(hint.trim() ? { hint: hint.trim() } : {}) } } as Act, {
          onSuccess: close,
        })
      }
    >
      <ChoiceInput
        label={say('orders.again.part')}
        value={part}
        options={(by === 'retry' ? RETRIED : REGENERATED).map((value) => ({
          value,
          label: say(`orders.part.${value}`),
        }))}
        onChange={setPart}
      />
      <TextInput label={say('orders.hint')} maxLength={500} value={hint} onChange={setHint} />
    </FormDialog>
  );
}

const REGENERATED = ['text', 'picture'] as const;
const RETRIED = ['ideas', ...REGENERATED] as const;

/** Publishes a post without an image: one that waits for approval, or one that has failed without. */
function WithoutPicture({ order, act }: { order: OrderDetail; act: Acting }) {
  const say = useSay();
  const offered = useOffered();
  const { post, image, picture } = order;
  const isFailed = offered(order, 'retry') && post !== null && image === null && picture !== 'none';
  if (!isFailed && !(offered(order, 'approve') && image !== null)) return null;
  return (
    <Confirm
      trigger={
        <Button variant="soft" color="gray" disabled={act.isPending}>
          {say('orders.noPicture')}
        </Button>
      }
      ask={say('orders.noPicture.ask')}
      says={say('orders.noPicture.says')}
      go={say('orders.noPicture')}
      onYes={() => act.mutate({ name: isFailed ? 'retry' : 'approve', body: { withoutPicture: true } })}
    />
  );
}

/** What a person does about a post before it goes out: approve it, plan its time, have a part of it made again. */
export function Release({ order, act }: { order: OrderDetail; act: Acting }) {
  const say = useSay();
  const offered = useOffered();
  const approve = order.publishAt ? 'orders.approve.planned' : 'orders.approve';
  return (
    <>
      {offered(order, 'approve') && (
        <Confirm
          trigger={<Button loading={act.isPending}>{say(approve)}</Button>}
          ask={say(`${approve}.ask`)}
          says={say(`${approve}.says`)}
          go={say(order.publishAt ? approve : 'orders.approve.go')}
          onYes={() => act.mutate({ name: 'approve' })}
        />
      )}
      <WithoutPicture order={order} act={act} />
      {offered(order, 'regenerate') && <Regenerate order={order} by="regenerate" />}
      {offered(order, 'retry') && <Regenerate order={order} by="retry" />}
      {offered(order, 'schedule') && <Plan order={order} pageAct={act} />}
    </>
  );
}

/** Asks a person what became of a post that the store did not confirm. */
export function Resolve({ order, act }: { order: OrderDetail; act: Acting }) {
  const say = useSay();
  const can = useCan();
  const offered = useOffered();
  const [draftId, setDraftId] = useState(order.publication?.draftId ?? '');
  return (
    <Card mb="5" className="asks">
      <Text as="p">{say('orders.resolve.lead')}</Text>
      {can('stores.read') && order.storeId && (
        <Text as="p" size="2">
          <Link to={`/stores/${order.storeId}/posts`}>{say('orders.resolve.look')}</Link>
        </Text>
      )}
      {offered(order, 'resolve') && (
        <Flex direction="column" gap="4" mt="2">
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              act.mutate({ name: 'resolve', body: { resolution: 'exists', draftId: draftId.trim() } });
            }}
          >
            <Flex direction="column" gap="2" align="start">
              <TextInput
                label={say('orders.resolve.draft')}
                hint={say('orders.resolve.draft.hint')}
                maxLength={100}
                value={draftId}
                problem={problemWith(act.error, 'draftId')}
                onChange={setDraftId}
              />
              <Button type="submit" disabled={act.isPending || draftId.trim() === ''}>
                {say('orders.resolve.exists')}
              </Button>
            </Flex>
          </form>
          <Flex gap="3" wrap="wrap" align="center">
            <Confirm
              trigger={
                <Button variant="soft" disabled={act.isPending}>
                  {say('orders.resolve.absent')}
                </Button>
              }
              ask={say('orders.resolve.absent.ask')}
              says={say('orders.resolve.absent.says')}
              go={say('orders.resolve.absent')}
              onYes={() => act.mutate({ name: 'resolve', body: { resolution: 'absent' } })}
            />
            <Confirm
              trigger={
                <Button variant="soft" color="red" disabled={act.isPending}>
                  {say('orders.resolve.abandon')}
                </Button>
              }
              ask={say('orders.resolve.abandon.ask')}
              says={say('orders.resolve.abandon.says')}
              go={say('orders.resolve.abandon')}
              isGrave
              onYes={() => act.mutate({ name: 'resolve', body: { resolution: 'abandon' } })}
            />
            <Text size="1" color="gray">
              {say('orders.resolve.note')}
            </Text>
          </Flex>
        </Flex>
      )}
    </Card>
  );
}
