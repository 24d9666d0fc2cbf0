import { Callout, Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { isFailure } from '../../api/failure';
import { checkPayment, ORDER_STATUS, orderStatusQuery } from '../../api/purchase-queries';
import { sessionQuery } from '../../api/queries';
import type { ReviewStatus } from '../../api/review-queries';
import { KIND_LIST } from '../../kinds';
import { LiveProvider, useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Fact, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { PageHead } from '../../parts/layout';
import { usePrice } from '../../parts/price';
import { Loading, Shown } from '../../parts/states';
import { When } from '../../parts/times';
import { BoughtFacts } from './facts';
import { FreshLink } from './fresh-link';
import { Progressed } from './outcome';
import { Pay } from './pay';
import { Review } from './review';
import { Steps } from './steps';
import { Versions } from './versions';

/** Whether somebody comes from where they paid, and what came of that is not known yet. */
const isConfirming = (order: ReviewStatus, wasPaid: boolean): boolean =>
  order.status === 'AWAITING_PAYMENT' && (order.paymentState === 'pending' || wasPaid);

/** What came of the payment, for those who come from there; `wasPaid` as the address of the page says. */
function Received({ order, wasPaid }: { order: ReviewStatus; wasPaid: boolean }) {
  const say = useSay();
  const confirming = isConfirming(order, wasPaid);
  const isNews = confirming || (wasPaid && order.status === 'PROCESSING');
  return (
    // It is there before it says anything, or a screen reader would not hear of it.
    <div role="status">
      {isNews && (
        <Callout.Root color="grass" highContrast mb="5">
          <Callout.Text size="4" weight="bold">
            {say('buying.received')}
          </Callout.Text>
          <Callout.Text>
            {say(confirming ? 'buying.received.confirming' : 'buying.received.paid')}
          </Callout.Text>
        </Callout.Root>
      )}
    </div>
  );
}

function Payment({ order, wasPaid }: { order: ReviewStatus; wasPaid: boolean }) {
  const say = useSay();
  const priceOf = usePrice();
  if (!order.canPay) return null;
  // Money that is on its way is not asked for a second time.
  if (order.paymentState === 'pending') return null;
  if (!isConfirming(order, wasPaid))
    return <Pay orderId={order.orderId}>{say('buying.pay', { price: priceOf(order.price) })}</Pay>;
  return (
    <Flex direction="column" gap="2" align="start">
      <Text as="p" size="2" color="gray">
        {say('buying.pay.unfinished')}
      </Text>
      <Pay orderId={order.orderId} isQuiet>
        {say('buying.pay.again')}
      </Pay>
    </Flex>
  );
}

function Ordered({ order }: { order: ReviewStatus }) {
  const say = useSay();
  return (
    <Section name={say('buying.ordered')}>
      <BoughtFacts bought={order}>
        <Fact label={say('buying.fact.payment')}>{say(`payment.${order.paymentState}`)}</Fact>
        <Fact label={say('buying.fact.ordered')}>
          <When at={order.createdAt} />
        </Fact>
        <Fact label={say('buying.fact.number')}>{order.orderId}</Fact>
      </BoughtFacts>
    </Section>
  );
}

/** While somebody comes from paying and nothing is known of it, has the provider asked as often as the order is. */
function usePaymentCheck(order: ReviewStatus, wasPaid: boolean): void {
  const { dataUpdatedAt } = useQuery(orderStatusQuery(order.orderId));
  const { data: session } = useQuery(sessionQuery);
  const mayAsk = wasPaid && order.canPay && session?.permissions.includes('orders.pay') === true;
  useEffect(() => {
    // The next one asks again where this one fails.
    if (mayAsk) checkPayment(order.orderId).catch(() => undefined);
  }, [mayAsk, order.orderId, dataUpdatedAt]);
}

function Order({ order }: { order: ReviewStatus }) {
  const say = useSay();
  const { isLost } = useLive();
  const [search] = useSearchParams();
  const wasPaid = search.get('paid') === '1';
  const { data: session } = useQuery(sessionQuery);
  // Those who look after customers see their orders, and do not pay for them or decide about their texts.
  const isBuyer = session?.tenantKind === 'customer';
  useKeptFocus(`${order.status} ${order.version?.versionId}`);
  usePaymentCheck(order, wasPaid);
  return (
    <>
      <PageHead title={say('buying.order.title')} />
      {/* It is there before it says anything, or a screen reader would not hear of it. */}
      <div role="status">{isLost && <p className="quiet-bar lost">{say('state.reconnecting')}</p>}</div>
      <Received order={order} wasPaid={wasPaid} />
      <Flex direction="column" gap="5">
        <Flex direction="column" gap="2" align="start">
          <Progressed order={order} isQuiet={isConfirming(order, wasPaid)} />
        </Flex>
        {isBuyer && <Payment order={order} wasPaid={wasPaid} />}
        <Steps status={order.status} />
        {isBuyer && <Review order={order} />}
        <Versions order={order} />
        <Ordered order={order} />
        <Link className="alone" to={isBuyer ? '/my-orders' : `/admin/orders/${order.orderId}`}>
          {say(isBuyer ? 'buying.orders' : 'admin.order.manage')}
        </Link>
      </Flex>
    </>
  );
}

/** The order of an id as it is, for its buyer; everybody else is offered a link by mail. */
function Status({ orderId }: { orderId: string }) {
  const order = useQuery(orderStatusQuery(orderId));
  const isHidden = isFailure(order.error) && [400, 401, 403, 404].includes(order.error.status);
  if (isHidden) return <FreshLink orderId={orderId} />;
  return <Shown of={order}>{(data) => <Order order={data} />}</Shown>;
}

/** Kinds of which buyers hear by the stream, in a buyer's words. */
const LIVE_KINDS = KIND_LIST.filter(({ api }) => api.views?.includes(ORDER_STATUS)).map((kind) => ({
  ...kind,
  statusPrefix: 'buying.is.',
}));

/** Where the mails about an order lead, on any device and whoever is signed in there. Whoever is has it told live. */
export function OrderStatusPage() {
  const { orderId = '' } = useParams();
  const session = useQuery(sessionQuery);
  if (session.isPending) return <Loading />;
  const status = <Status key={orderId} orderId={orderId} />;
  return session.data ? <LiveProvider kinds={LIVE_KINDS}>{status}</LiveProvider> : status;
}
