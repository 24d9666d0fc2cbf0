import { Text } from '@radix-ui/themes';
import { Link } from 'react-router';
import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { sayFailure } from '../../parts/failures';
import { StatusBadge } from '../../parts/status';
import { When } from '../../parts/times';
import type { Order } from './api';

/** What a blog order is called: its title, or what it is about, or at least of what kind that is. */
export const nameOfOrder = (say: Say, order: Order): string =>
  order.title ?? order.subject ?? say(`orders.source.${order.sourceType}`);

/** The row of a blog order. */
export function OrderRow({ kind, order }: { kind: PanelKind; order: Order }) {
  const say = useSay();
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
          ? sayFailure(say, order.errorType, order.error)
          : order.waiting && sayFailure(say, order.waiting.type, order.waiting.message)}
        {order.status === 'SCHEDULED' && order.publishAt && <When at={order.publishAt} />}
      </Text>
      <StatusBadge kind={kind} order={order} />
    </>
  );
}
