import { Badge, Flex, Text } from '@radix-ui/themes';
import type { ItemStatus, OrderStatus } from '../api/queries';
import { useSay } from '../messages/use-text';

type Colour = 'gray' | 'blue' | 'amber' | 'grass' | 'red';

export const ITEM_COLOURS: Record<ItemStatus, Colour> = {
  pending: 'gray',
  processing: 'blue',
  completed: 'grass',
  failed: 'red',
  cancelled: 'gray',
};

export const ORDER_COLOURS: Record<OrderStatus, Colour> = {
  PENDING: 'gray',
  GENERATING_IDEAS: 'blue',
  AWAITING_SELECTION: 'amber',
  GENERATING_CONTENT: 'blue',
  GENERATING_IMAGE: 'blue',
  AWAITING_APPROVAL: 'amber',
  SCHEDULED: 'gray',
  PUBLISHING: 'blue',
  DONE: 'grass',
  FAILED: 'red',
  CANCELLED: 'gray',
  UNCONFIRMED: 'amber',
};

export function ItemBadge({ status }: { status: ItemStatus }) {
  const say = useSay();
  return (
    <Badge highContrast color={ITEM_COLOURS[status]}>
      {say(`item.${status}`)}
    </Badge>
  );
}

export function OrderBadge({ status }: { status: OrderStatus }) {
  const say = useSay();
  return (
    <Badge highContrast color={ORDER_COLOURS[status]}>
      {say(`order.${status}`)}
    </Badge>
  );
}

/** How something stands, what that means and what comes next, with the reason where it failed. */
export function Standing(props: { badge: React.ReactNode; says: string; error: string | null }) {
  return (
    <Flex direction="column" gap="2" mb="4">
      <Flex gap="3" align="center" wrap="wrap">
        {props.badge}
        <Text>{props.says}</Text>
      </Flex>
      {props.error && (
        <Text color="red" size="2">
          {props.error}
        </Text>
      )}
    </Flex>
  );
}

/** How far something is; `done` of `total` steps, or already in percent of 100. */
export function Bar({ done, total, label }: { done: number; total: number; label: string }) {
  const percent = total > 0 ? Math.min(100, (100 * done) / total) : 0;
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}
