import { Button, Flex, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { isFailure } from '../../api/failure';
import { orderStatusQuery } from '../../api/purchase-queries';
import { regenerate, submitForReview } from '../../api/review-queries';
import type { ReviewStatus } from '../../api/review-queries';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { sayError } from '../../parts/states';

/** Sends what a buyer decides about a version. What is shown is asked for again either way: after a refusal it was out of date. */
function useDecision(orderId: string) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: (submitted: { versionId: string } | undefined): Promise<unknown> =>
      submitted ? submitForReview(orderId, submitted.versionId) : regenerate(orderId),
    onSuccess: (_, submitted) => announce(say(submitted ? 'buying.submit.done' : 'buying.regenerate.done')),
    // The buttons stay shut until the page shows what came of it.
    onSettled: () => client.invalidateQueries({ queryKey: orderStatusQuery(orderId).queryKey }),
  });
}

/** How often the text was made again within a day, and, where that is as often as is fair, from when on it can be. */
function FairUse({ regeneration: { usedToday, limit, availableAt } }: Pick<ReviewStatus, 'regeneration'>) {
  const say = useSay();
  const intl = useIntl();
  const time = availableAt && intl.formatDate(availableAt, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <Text as="p" size="2" color="gray">
      {say('buying.regenerate.used', { used: usedToday, limit })}
      {time && ` ${say('buying.regenerate.limit', { time })}`}
    </Text>
  );
}

/** What a buyer can do about the version that is shown: have it made again, or give it to the administrators. */
export function Review({ order }: { order: ReviewStatus }) {
  const say = useSay();
  const intl = useIntl();
  const decision = useDecision(order.orderId);
  const { version, product, canRegenerateBacklink, canSubmitForReview, deadlineAt } = order;
  if (order.status !== 'QUALITY_CHECK' || !version) return null;
  const error = decision.error;
  const availableAt = isFailure(error) ? error.availableAt : undefined;
  const timeOf = (at: string): string => intl.formatDate(at, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <Flex direction="column" gap="3" align="start">
      {deadlineAt && <Text as="p">{say('buying.deadline', { time: timeOf(deadlineAt) })}</Text>}
      <Flex gap="3" wrap="wrap">
        {canSubmitForReview && (
          <Confirm
            trigger={
              <Button
                size="3"
                disabled={decision.isPending}
                loading={Boolean(decision.isPending && decision.variables)}
              >
                {say('buying.submit')}
              </Button>
            }
            ask={say('buying.submit.ask', { number: version.versionNum })}
            says={say('buying.submit.says')}
            go={say('buying.submit')}
            onYes={() => decision.mutate({ versionId: version.versionId })}
          />
        )}
        <Button
          size="3"
          variant="soft"
          disabled={!canRegenerateBacklink || decision.isPending}
          loading={decision.isPending && !decision.variables}
          onClick={() => decision.mutate(undefined)}
        >
          {say(`buying.regenerate.${product}`)}
        </Button>
      </Flex>
      <Text as="p" size="2" color="gray">
        {say(`buying.regenerate.${product}.says`)}
      </Text>
      <FairUse regeneration={order.regeneration} />
      {error && (
        <Text as="p" role="alert" color="red">
          {availableAt ? say('buying.regenerate.limit', { time: timeOf(availableAt) }) : sayError(say, error)}
        </Text>
      )}
    </Flex>
  );
}
