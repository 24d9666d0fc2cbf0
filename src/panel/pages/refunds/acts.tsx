import { Button } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { REFUNDS } from '../../api/refund-queries';
import type { Refund } from '../../api/refund-queries';
import { useLive } from '../../live/live';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { Confirm } from '../../parts/confirm';
import { problemWith, TextInput } from '../../parts/form';
import { Failed } from '../../parts/states';

interface Acted {
  refund: Refund;
  /** What it gives back, as it is written. */
  amount: string;
}

/** What every decision leads to, whether or not it was taken: somebody else may have been quicker. */
function useDecided(): { onSettled: () => void; announce: (message: MessageId) => void } {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return {
    onSettled: () => void client.invalidateQueries({ queryKey: [REFUNDS] }),
    announce: (message) => announce(say(message)),
  };
}

/** Says that an unconfirmed refund was made, and which one it is in Stripe. */
function MarkRefunded({ refund, amount }: Acted) {
  const say = useSay();
  const { onSettled, announce } = useDecided();
  const [stripeId, setStripeId] = useState('');
  const send = useMutation({
    mutationFn: () => {
      const given = stripeId.trim();
      const body = { resolution: 'refunded', ...(given ? { stripeRefundId: given } : {}) } as const;
      const params = { path: { refundId: refund.id } };
      return answerOf(api.POST('/api/v1/admin/refunds/{refundId}/resolve', { params, body }));
    },
    onSuccess: () => announce('form.saved'),
    onSettled,
  });
  const problem = problemWith(send.error, 'stripeRefundId');
  return (
    <FormDialog
      trigger={
        <Button size="1" variant="soft">
          {say('refunds.refunded')}
        </Button>
      }
      title={say('refunds.refunded.ask', { amount })}
      says={say('refunds.refunded.says')}
      go={say('refunds.refunded')}
      isPending={send.isPending}
      error={problem ? undefined : send.error}
      onOpen={() => {
        setStripeId('');
        send.reset();
      }}
      onSend={(close) => send.mutate(undefined, { onSuccess: close })}
    >
      <TextInput
        label={say('refunds.stripeId')}
        hint={say('refunds.stripeId.hint')}
        problem={problem}
        value={stripeId}
        maxLength={255}
        onChange={setStripeId}
      />
    </FormDialog>
  );
}

/** Has a refund asked for again: one that failed, or one that was not made. */
function AskAgain({ refund, amount }: Acted) {
  const say = useSay();
  const { onSettled, announce } = useDecided();
  const isRetry = refund.state === 'failed';
  const send = useMutation({
    mutationFn: () => {
      const params = { path: { refundId: refund.id } };
      return isRetry
        ? answerOf(api.POST('/api/v1/admin/refunds/{refundId}/retry', { params, body: {} }))
        : answerOf(
            api.POST('/api/v1/admin/refunds/{refundId}/resolve', {
              params,
              body: { resolution: 'not_refunded' },
            }),
          );
    },
    onSuccess: () => announce('refunds.again.done'),
    onSettled,
  });
  const label = isRetry ? 'refunds.retry' : 'refunds.notRefunded';
  return (
    <>
      <Confirm
        trigger={
          <Button size="1" variant="soft" loading={send.isPending}>
            {say(label)}
          </Button>
        }
        ask={say(`${label}.ask`, { amount })}
        says={say('refunds.again.says')}
        go={say('refunds.again.go', { amount })}
        onYes={() => send.mutate()}
      />
      {send.error && <Failed error={send.error} />}
    </>
  );
}

/** What an administrator decides about a refund that needs a person. */
export function RefundActs(props: Acted) {
  const { state } = props.refund;
  return (
    <>
      {state === 'unconfirmed' && <MarkRefunded {...props} />}
      {(state === 'unconfirmed' || state === 'failed') && <AskAgain key={state} {...props} />}
    </>
  );
}
