import { Callout, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { oneQuery } from '../../api/queries';
import type { TimelineEntry } from '../../api/queries';
import { adminOrderQuery } from '../../api/review-queries';
import type { AdminDetail } from '../../api/review-queries';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { isPrice, usePrice } from '../../parts/price';
import { Shown } from '../../parts/states';
import { OrderLayout } from '../orders/page';
import { kindOf } from './api';
import type { BoughtOrder } from './api';
import { AdminFacts, LinkFacts } from './admin-facts';
import { Decisions } from './decisions';
import { Mails } from './mails';
import { Quality, Texts } from './texts';

/** What whoever decides has to know first: that the article has changed, why a text was rejected, what becomes of the money. */
function Notices({ detail }: { detail: AdminDetail }) {
  const say = useSay();
  const { baseChanged, status, rejectionReason, outlet } = detail;
  const isOpen = status === 'QUALITY_CHECK' || status === 'ADMIN_REVIEW';
  return (
    <>
      {baseChanged && isOpen && (
        <Callout.Root color="amber" highContrast mb="4">
          <Callout.Text>{say('admin.baseChanged')}</Callout.Text>
        </Callout.Root>
      )}
      {rejectionReason !== null && (
        <div className="notice">
          <Text as="p" weight="medium">
            {say('admin.rejection')}
          </Text>
          <blockquote className="quoted lines">{rejectionReason}</blockquote>
        </div>
      )}
      {outlet?.lastProblem && (
        <Callout.Root color="red" highContrast mb="4">
          <Callout.Text>{say('admin.outlet.problem', { problem: outlet.lastProblem })}</Callout.Text>
        </Callout.Root>
      )}
    </>
  );
}

/** What entries of the timeline say that tell money, or how a link was put in again. */
function useOwnWords(): (entry: TimelineEntry) => string | undefined {
  const say = useSay();
  const priceOf = usePrice();
  return ({ type, data }) => {
    if (type === 'order.paid' && isPrice(data))
      return say('event.order.paid.price', { price: priceOf(data) });
    if (type === 'version.reintegrated' && data['placed'] === false)
      return say('event.version.reintegrated.unplaced');
    return undefined;
  };
}

function Bought({ kind, order, detail }: { kind: PanelKind; order: BoughtOrder; detail: AdminDetail }) {
  const say = useSay();
  const ownWords = useOwnWords();
  useKeptFocus(`${detail.status} ${detail.waitingFor}`);
  return (
    <OrderLayout
      kind={kind}
      // Its retry is among the decisions, where it asks in the words of this kind.
      order={{ ...order, may: order.may.filter((action) => action !== 'retry') }}
      buttons={
        <>
          <Link to={`/order-status/${order.id}`}>{say('admin.order.buyersPage')}</Link>
          <Decisions kind={kind} detail={detail} />
        </>
      }
      cause={{ drafts: detail.version?.qcAttempts ?? 0 }}
      notice={<Notices detail={detail} />}
      facts={<AdminFacts detail={detail} order={order} />}
      ownWords={ownWords}
    >
      <Texts detail={detail} />
      <Section name={say('admin.link')}>
        <LinkFacts detail={detail} />
      </Section>
      {detail.version && (
        <Section name={say('admin.quality')}>
          <Quality version={detail.version} />
        </Section>
      )}
      <Section name={say('admin.mails')}>
        <Mails mails={detail.mails} />
      </Section>
    </OrderLayout>
  );
}

function Loaded({ kind, detail }: { kind: PanelKind; detail: AdminDetail }) {
  const order = useQuery(oneQuery<BoughtOrder>(kind.api, detail.orderId));
  return <Shown of={order}>{(data) => <Bought kind={kind} order={data} detail={detail} />}</Shown>;
}

/** One order that was bought, with all that is decided by, and what administrators can do about it. */
export function AdminOrderPage({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const order = useQuery(adminOrderQuery(id));
  return (
    <Shown of={order}>
      {(data) => <Loaded key={data.orderId} kind={kindOf(kind, data.product)} detail={data} />}
    </Shown>
  );
}
