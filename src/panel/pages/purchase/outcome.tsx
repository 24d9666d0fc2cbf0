import { Callout, Text } from '@radix-ui/themes';
import { useIntl } from 'react-intl';
import type { ReviewStatus } from '../../api/review-queries';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { isWebAddress } from '../../parts/address';
import { isPrice, usePrice } from '../../parts/price';
import { StateBadge } from '../../parts/status';
import { sayEta } from '../../parts/times';
import { STATUS_COLOURS } from './words';

/** The message that says what a status means to the buyer. */
function explained({ status, outcome, paymentState, submittedAt }: ReviewStatus): MessageId {
  if (paymentState === 'expired') return 'buying.status.unpaid';
  // An approved link for which its article has no place any more.
  if (status === 'PROCESSING' && submittedAt !== null) return 'buying.status.rewriting';
  if (outcome === 'rejected' || outcome === 'broke') return `buying.outcome.${outcome}`;
  return `buying.status.${status}`;
}

/** Whether the work waits for its turn or is under way, and how long it takes; nothing while there is none. */
function Work({ order }: { order: ReviewStatus }) {
  const say = useSay();
  if (order.status !== 'PROCESSING') return null;
  const eta = sayEta(say, { etaP50Ms: order.eta?.p50Ms ?? null, etaP90Ms: order.eta?.p90Ms ?? null });
  return (
    <Text as="p">
      <strong>{say(order.queue.hasActiveJob ? 'buying.queue.active' : 'buying.queue.queued')}</strong>
      {eta && ` · ${eta}`}
    </Text>
  );
}

/** What becomes of the money of an order that ended without a published text. */
function Money({ order: { refund } }: { order: ReviewStatus }) {
  const say = useSay();
  const intl = useIntl();
  const priceOf = usePrice();
  if (!isPrice(refund)) return null;
  const time = intl.formatDate(refund.dueAt ?? undefined, { dateStyle: 'long', timeStyle: 'short' });
  return <Text as="p">{say(`buying.refund.${refund.state}`, { price: priceOf(refund), time })}</Text>;
}

/** Why administrators rejected a text, in their own words. */
function Reason({ order: { outcome, failureReason } }: { order: ReviewStatus }) {
  const say = useSay();
  if (outcome !== 'rejected' || failureReason === null) return null;
  return (
    <div>
      <Text as="p" weight="medium">
        {say('buying.outcome.reason')}
      </Text>
      <blockquote className="quoted lines">{failureReason}</blockquote>
    </div>
  );
}

/** Who gave the text to the administrators, and when. */
function Submitted({ order: { status, submittedBy, submittedAt } }: { order: ReviewStatus }) {
  const say = useSay();
  const intl = useIntl();
  if (status !== 'ADMIN_REVIEW' || submittedAt === null) return null;
  if (submittedBy === null || submittedBy === 'order') return null;
  const time = intl.formatDate(submittedAt, { dateStyle: 'long', timeStyle: 'short' });
  return <Text as="p">{say(`buying.submitted.${submittedBy}`, { time })}</Text>;
}

/** Where a published text is read: on its site, or, where that is ours, in the catalogue. */
function Published({ order: { outcome, publishedUrl, article } }: { order: ReviewStatus }) {
  const say = useSay();
  if (outcome !== 'published') return null;
  const href = isWebAddress(publishedUrl) ? publishedUrl : article && `/articles/${article.id}`;
  return (
    href && (
      <a className="alone" href={href} target="_blank" rel="noopener noreferrer">
        {say('buying.published.open')}
      </a>
    )
  );
}

/** Says plainly that a text was made from an article that has changed since. */
function BaseChanged({ order }: { order: ReviewStatus }) {
  const say = useSay();
  if (!order.baseChanged || !['QUALITY_CHECK', 'ADMIN_REVIEW'].includes(order.status)) return null;
  return (
    <Callout.Root color="amber" highContrast>
      <Callout.Text>{say('buying.baseChanged')}</Callout.Text>
    </Callout.Root>
  );
}

/** How an order stands, what that means, what becomes of the money; `isQuiet` where the page says already what the status means. */
export function Progressed({ order, isQuiet }: { order: ReviewStatus; isQuiet: boolean }) {
  const say = useSay();
  return (
    <>
      <StateBadge colour={STATUS_COLOURS[order.status]}>{say(`buying.is.${order.status}`)}</StateBadge>
      {!isQuiet && <Text as="p">{say(explained(order))}</Text>}
      <Work order={order} />
      <Submitted order={order} />
      <Reason order={order} />
      <Money order={order} />
      <Published order={order} />
      <BaseChanged order={order} />
    </>
  );
}
