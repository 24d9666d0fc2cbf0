import { Button, Text } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { LONGEST_REASON } from '../../../domain/purchases/bounds';
import { isFailure } from '../../api/failure';
import { decide, publishAgain } from '../../api/review-queries';
import type { AdminDetail, Decision } from '../../api/review-queries';
import { keysOf } from '../../kind';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { FormDialog } from '../../parts/ask';
import { Confirm } from '../../parts/confirm';
import { LinesInput, problemWith } from '../../parts/form';
import { usePrice } from '../../parts/price';
import { sayError } from '../../parts/states';
import { sayStatus } from '../../parts/status';
import { useCan } from '../../session';

/** A decision about an order, or the wish that its published article goes out again. */
type Decided = Decision | { name: 'publish-again'; articleId: string };

/** Sends a decision. What is shown is asked for again either way, and only then can another one be sent. */
function useDecide(kind: PanelKind, orderId: string) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: (decided: Decided) =>
      decided.name === 'publish-again' ? publishAgain(decided.articleId) : decide(orderId, decided),
    onSuccess: (_, { name }) => announce(say(`admin.${name}.done`)),
    onSettled: () =>
      Promise.all(keysOf(kind.api, orderId).map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

type Deciding = ReturnType<typeof useDecide>;

/** Why a decision was refused, with where the order is by now. */
function useRefusal(kind: PanelKind, { status }: AdminDetail): (error: unknown) => string {
  const say = useSay();
  return (error) =>
    isFailure(error) && error.status === 409
      ? say('admin.conflict', { status: sayStatus(say, kind, status) })
      : sayError(say, error);
}

/** Rejects a version for a reason that its buyer reads. */
function Rejection(props: {
  detail: AdminDetail;
  versionId: string;
  decision: Deciding;
  refusalOf: (error: unknown) => string;
}) {
  const say = useSay();
  const priceOf = usePrice();
  const { detail, versionId, decision: reject } = props;
  const [reason, setReason] = useState('');
  const problem = problemWith(reject.error, 'reason');
  return (
    <FormDialog
      trigger={
        <Button variant="soft" color="red" highContrast disabled={reject.isPending}>
          {say('admin.reject')}
        </Button>
      }
      title={say('admin.reject.title')}
      says={
        detail.source === 'buyer'
          ? say('admin.reject.says', { price: priceOf(detail.price) })
          : say('admin.reject.says.own')
      }
      go={say('admin.reject')}
      isPending={reject.isPending}
      isReady={reason.trim() !== ''}
      error={undefined}
      onOpen={() => reject.reset()}
      onSend={(close) =>
        reject.mutate({ name: 'reject', body: { versionId, reason: reason.trim() } }, { onSuccess: close })
      }
    >
      <LinesInput
        label={say('admin.reject.reason')}
        hint={detail.source === 'buyer' ? say('admin.reject.reason.hint') : undefined}
        maxLength={LONGEST_REASON}
        value={reason}
        problem={problem}
        onChange={setReason}
      />
      {reject.error && !problem && (
        <Text as="p" role="alert" color="red">
          {props.refusalOf(reject.error)}
        </Text>
      )}
    </FormDialog>
  );
}

function Approval(props: { detail: AdminDetail; versionId: string; number: number; decision: Deciding }) {
  const say = useSay();
  const { detail, versionId, number, decision } = props;
  return (
    <Confirm
      trigger={
        <Button
          disabled={decision.isPending}
          loading={decision.isPending && decision.variables.name === 'approve'}
        >
          {say('admin.approve')}
        </Button>
      }
      ask={say('admin.approve.ask', { number })}
      says={say(detail.baseChanged ? 'admin.approve.says.changed' : 'admin.approve.says')}
      go={say('admin.approve')}
      onYes={() => decision.mutate({ name: 'approve', body: { versionId } })}
    />
  );
}

function Once({
  decided,
  decision,
}: {
  decided: Extract<Decided, { name: 'retry' | 'publish-again' }>;
  decision: Deciding;
}) {
  const say = useSay();
  const { name } = decided;
  return (
    <Confirm
      trigger={
        <Button
          variant="soft"
          disabled={decision.isPending}
          loading={decision.isPending && decision.variables.name === name}
        >
          {say(`admin.${name}`)}
        </Button>
      }
      ask={say(`admin.${name}.ask`)}
      says={say(`admin.${name}.says`)}
      go={say(`admin.${name}`)}
      onYes={() => decision.mutate(decided)}
    />
  );
}

/** What an administrator can do about an order as it is. */
export function Decisions({ kind, detail }: { kind: PanelKind; detail: AdminDetail }) {
  const can = useCan();
  const decision = useDecide(kind, detail.orderId);
  const refusalOf = useRefusal(kind, detail);
  const { version, article } = detail;
  const mayDecide = can('orders.approve');
  return (
    <>
      {mayDecide && detail.canApprove && version && (
        <Approval
          detail={detail}
          versionId={version.versionId}
          number={version.versionNum}
          decision={decision}
        />
      )}
      {mayDecide && detail.canReject && version && (
        <Rejection detail={detail} versionId={version.versionId} decision={decision} refusalOf={refusalOf} />
      )}
      {can('orders.act') && detail.canRetry && (
        <Once decided={{ name: 'retry', body: {} }} decision={decision} />
      )}
      {can('catalogue.write') && detail.canPublishAgain && article && (
        <Once decided={{ name: 'publish-again', articleId: article.id }} decision={decision} />
      )}
      {decision.error && (
        <Text as="p" size="2" role="alert" color="red">
          {refusalOf(decision.error)}
        </Text>
      )}
    </>
  );
}
