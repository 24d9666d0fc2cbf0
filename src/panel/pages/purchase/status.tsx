import { Callout, Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { isFailure } from '../../api/failure';
import { checkPayment, orderStatusQuery } from '../../api/purchase-queries';
import type { OrderStatus } from '../../api/purchase-queries';
import { sessionQuery } from '../../api/queries';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { Fact, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { PageHead } from '../../parts/layout';
import { Markdown } from '../../parts/markdown';
import { usePrice } from '../../parts/price';
import { Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { sayEta, When } from '../../parts/times';
import { BoughtFacts } from './facts';
import { FreshLink } from './fresh-link';
import { Pay } from './pay';
import { Steps } from './steps';
import { STATUS_COLOURS } from './words';

/** Whether somebody comes from where they paid, and what came of that is not known yet. */
const isConfirming = (order: OrderStatus, wasPaid: boolean): boolean =>
  order.status === 'AWAITING_PAYMENT' && (order.paymentState === 'pending' || wasPaid);

/** The message that says what a status means to the buyer. */
const explained = (order: OrderStatus): MessageId =>
  order.paymentState === 'expired' ? 'buying.status.unpaid' : `buying.status.${order.status}`;

/** What came of the payment, for those who come from there; `wasPaid` as the address of the page says. */
function Received({ order, wasPaid }: { order: OrderStatus; wasPaid: boolean }) {
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

/** Whether the work waits for its turn or is under way; nothing while there is none. */
function Work({ order }: { order: OrderStatus }) {
  const say = useSay();
  if (order.status !== 'PROCESSING') return null;
  const isActive = order.queue.hasActiveJob;
  const eta = sayEta(say, { etaP50Ms: order.eta?.p50Ms ?? null, etaP90Ms: order.eta?.p90Ms ?? null });
  return (
    <Text as="p">
      <strong>{say(isActive ? 'buying.queue.active' : 'buying.queue.queued')}</strong>
      {eta && ` · ${eta}`}
    </Text>
  );
}

function Payment({ order, wasPaid }: { order: OrderStatus; wasPaid: boolean }) {
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

function Ordered({ order }: { order: OrderStatus }) {
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
function usePaymentCheck(order: OrderStatus, wasPaid: boolean): void {
  const { dataUpdatedAt } = useQuery(orderStatusQuery(order.orderId));
  const { data: session } = useQuery(sessionQuery);
  const mayAsk = wasPaid && order.canPay && session?.permissions.includes('orders.pay') === true;
  useEffect(() => {
    // The next one asks again where this one fails.
    if (mayAsk) checkPayment(order.orderId).catch(() => undefined);
  }, [mayAsk, order.orderId, dataUpdatedAt]);
}

function Order({ order }: { order: OrderStatus }) {
  const say = useSay();
  const [search] = useSearchParams();
  const wasPaid = search.get('paid') === '1';
  const { data: session } = useQuery(sessionQuery);
  // Those who look after customers see their orders, and do not pay for them.
  const isBuyer = session?.tenantKind === 'customer';
  useKeptFocus(order.status);
  usePaymentCheck(order, wasPaid);
  return (
    <>
      <PageHead title={say('buying.order.title')} />
      <Received order={order} wasPaid={wasPaid} />
      <Flex direction="column" gap="5">
        <Flex direction="column" gap="2" align="start">
          <StateBadge colour={STATUS_COLOURS[order.status]}>{say(`buying.is.${order.status}`)}</StateBadge>
          {!isConfirming(order, wasPaid) && <Text as="p">{say(explained(order))}</Text>}
          <Work order={order} />
        </Flex>
        {isBuyer && <Payment order={order} wasPaid={wasPaid} />}
        <Steps status={order.status} />
        {order.version && (
          <Section name={say('buying.text')}>
            <Markdown text={order.version.content} />
          </Section>
        )}
        <Ordered order={order} />
        {isBuyer && (
          <Link className="alone" to="/my-orders">
            {say('buying.orders')}
          </Link>
        )}
      </Flex>
    </>
  );
}

/** How the order of an id stands, for its buyer; everybody else is offered a link by mail. */
function Status({ orderId }: { orderId: string }) {
  const order = useQuery(orderStatusQuery(orderId));
  const isHidden = isFailure(order.error) && [400, 401, 403, 404].includes(order.error.status);
  if (isHidden) return <FreshLink orderId={orderId} />;
  return <Shown of={order}>{(data) => <Order order={data} />}</Shown>;
}

/** Where the mails about an order lead, on any device and whoever is signed in there. */
export function OrderStatusPage() {
  const { orderId = '' } = useParams();
  return <Status key={orderId} orderId={orderId} />;
}
