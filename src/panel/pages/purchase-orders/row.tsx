import { Text } from '@radix-ui/themes';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { useSayCause } from '../../parts/failures';
import { usePrice } from '../../parts/price';
import { StatusBadge } from '../../parts/status';
import { When } from '../../parts/times';
import type { BoughtOrder } from './api';

/** What an order that was bought is called: by its article, or by what a new one is about. */
export const nameOfBought = ({ title, anchorText }: BoughtOrder): string => title ?? anchorText;

/** The row of an order that was bought: its site and link, what it costs, who pays and whether they have. */
export function BoughtRow({ kind, order }: { kind: PanelKind; order: BoughtOrder }) {
  const say = useSay();
  const sayCause = useSayCause();
  const priceOf = usePrice();
  const problem = order.error
    ? sayCause({ type: order.errorType, message: order.error })
    : order.waiting && sayCause(order.waiting);
  return (
    <>
      <div className="any-width">
        <Link to={`${kind.path}/${order.id}`}>{nameOfBought(order)}</Link>
        <Text as="div" size="1" color="gray">
          {say(kind.one)} · {order.domain.name}
          {order.createdAt && (
            <>
              {' · '}
              <When at={order.createdAt} />
            </>
          )}
        </Text>
        <Text as="div" size="1" color="gray">
          {order.anchorText} → {order.targetUrl}
        </Text>
      </div>
      <div className="wide any-width">
        <Text as="div" size="2">
          {priceOf(order.price)} · {say(`payment.${order.paymentState}`)}
        </Text>
        <Text as="div" size="1" color="gray">
          {order.email}
        </Text>
        {problem && (
          <Text as="div" size="2" color={order.error ? 'red' : 'gray'}>
            {problem}
          </Text>
        )}
      </div>
      <StatusBadge kind={kind} order={order} />
    </>
  );
}
