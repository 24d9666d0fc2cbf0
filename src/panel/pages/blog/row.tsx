import { Text } from '@radix-ui/themes';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { useSayCause } from '../../parts/failures';
import type { CauseFacts } from '../../parts/failures';
import { StatusBadge } from '../../parts/status';
import { When } from '../../parts/times';
import type { Order } from './api';

/** What a blog order is called: its title, or what it is about, or at least of what kind that is. */
export const nameOfOrder = (say: Say, order: Order): string =>
  order.title ?? order.subject ?? say(`orders.source.${order.sourceType}`);

/** What a sentence about why a blog order failed or is on hold may name. */
export const causeOf = ({ storeName, sourceType, subject }: Order): CauseFacts => ({
  storeName,
  sourceType,
  subject,
});

/** The row of a blog order. */
export function OrderRow({ kind, order }: { kind: PanelKind; order: Order }) {
  const say = useSay();
  const sayCause = useSayCause();
  const facts = [say(`orders.source.${order.sourceType}`), order.storeName].filter(Boolean).join(' · ');
  return (
    <>
      <div>
        <Link to={`${kind.path}/${order.id}`}>{nameOfOrder(say, order)}</Link>
        <Text as="div" size="1" color="gray">
          {facts}
          {order.createdAt && (
            <>
              {' · '}
              <When at={order.createdAt} />
            </>
          )}
        </Text>
      </div>
      <Text as="div" size="2" className="wide" color={order.error ? 'red' : 'gray'}>
        {order.error
          ? sayCause({ ...causeOf(order), type: order.errorType, message: order.error })
          : order.waiting && sayCause({ ...causeOf(order), ...order.waiting })}
        {order.status === 'SCHEDULED' && order.publishAt && <When at={order.publishAt} />}
      </Text>
      <StatusBadge kind={kind} order={order} />
    </>
  );
}
