import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { isFailure } from '../../api/failure';
import { ownOrdersQuery } from '../../api/purchase-queries';
import type { Bought } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { usePrice } from '../../parts/price';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { MailForm } from '../tenants/sign-in-forms';
import { STATUS_COLOURS } from './words';

function Row({ order }: { order: Bought }) {
  const say = useSay();
  const priceOf = usePrice();
  const { orderId, product, article, domain, anchorText, price, createdAt, status } = order;
  return (
    <li>
      <div>
        <Link className="alone" to={`/order-status/${orderId}`}>
          {anchorText}
        </Link>
        <Text as="div" size="1" color="gray">
          {[say(`buying.product.${product}`), article?.title ?? domain.name, priceOf(price)].join(' · ')}
        </Text>
        <Text as="div" size="1" color="gray">
          <When at={createdAt} />
        </Text>
      </div>
      <StateBadge colour={STATUS_COLOURS[status]}>{say(`buying.is.${status}`)}</StateBadge>
    </li>
  );
}

/** What whoever is signed in has bought; others are asked to sign in. */
export function MyOrdersPage() {
  const say = useSay();
  const orders = useInfiniteQuery(ownOrdersQuery);
  const isOut = isFailure(orders.error) && orders.error.status === 401;

  async function signOut(): Promise<void> {
    await api.DELETE('/api/session').catch(() => undefined);
    // Loaded anew, so that nothing of the session is left.
    location.assign('/articles');
  }

  if (isOut)
    return (
      <>
        <PageHead title={say('buying.list.signIn')} />
        <Flex direction="column" maxWidth="420px">
          <MailForm />
        </Flex>
      </>
    );
  return (
    <>
      <PageHead title={say('buying.orders')}>
        <Link className="alone" to="/sessions">
          {say('sessions.title')}
        </Link>
        <Button variant="soft" color="gray" onClick={() => void signOut()}>
          {say('nav.signOut')}
        </Button>
      </PageHead>
      <Listed of={orders}>
        {(items) =>
          items.length === 0 ? (
            <Empty>
              {say('buying.list.empty')} <Link to="/articles">{say('buying.confirm.browse')}</Link>
            </Empty>
          ) : (
            <ul className="rows plain">
              {items.map((order) => (
                <Row key={order.orderId} order={order} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
