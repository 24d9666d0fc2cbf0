import { Badge, Flex, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import type { Item, ItemStatus, Order, OrderStatus } from '../api/queries';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { sayEta } from './times';

export type Colour = 'gray' | 'blue' | 'amber' | 'grass' | 'red';

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

export const STEP_COLOURS = { open: 'grass', cooling: 'amber', closed: 'red', paused: 'gray' } as const;

/** A word about how something stands, with the colour of its meaning. */
export function StateBadge({ colour, children }: { colour: Colour; children: ReactNode }) {
  return (
    <Badge highContrast color={colour}>
      {children}
    </Badge>
  );
}

function OnHold() {
  const say = useSay();
  return <StateBadge colour="amber">{say('status.onHold')}</StateBadge>;
}

type StatedItem = Pick<Item, 'status' | 'waiting'>;
type StatedOrder = Pick<Order, 'status' | 'waiting' | 'publishMode'>;

export function ItemBadge({ item }: { item: StatedItem }) {
  const say = useSay();
  const { status, waiting } = item;
  if (waiting) return <OnHold />;
  return <StateBadge colour={ITEM_COLOURS[status]}>{say(`item.${status}`)}</StateBadge>;
}

/** What a page's status means and what comes next. */
export const sayItemStatus = (say: Say, { status, waiting }: StatedItem): string =>
  waiting ? say('status.onHold.says') : say(`item.${status}.says`);

/** The status under which a post is shown: one that was to stay a draft was not published. */
const shownStatus = ({ status, publishMode }: StatedOrder) =>
  status === 'DONE' && publishMode === 'draft' ? 'DONE.draft' : status;

export function OrderBadge({ order }: { order: StatedOrder }) {
  const say = useSay();
  if (order.waiting) return <OnHold />;
  return <StateBadge colour={ORDER_COLOURS[order.status]}>{say(`order.${shownStatus(order)}`)}</StateBadge>;
}

/** What a post's status means and what comes next. */
export const sayOrderStatus = (say: Say, order: StatedOrder): string =>
  order.waiting ? say('status.onHold.says') : say(`order.${shownStatus(order)}.says`);

/** How something stands, what that means and what comes next, with the reason where it failed. */
export function Standing(props: { badge: ReactNode; says: string; error: string | null }) {
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

/** How far work is that still goes on: steps, attempt, and the range in which it will be finished. */
export function Progress({
  progress,
  attempt = 1,
}: {
  progress: { completedSteps: number; totalSteps: number; etaP50Ms: number | null; etaP90Ms: number | null };
  attempt?: number;
}) {
  const say = useSay();
  const { completedSteps: done, totalSteps: total } = progress;
  return (
    <Flex direction="column" gap="2" mb="5">
      <Bar done={done} total={total} label={say('pages.progress')} />
      <Text size="2" color="gray">
        {[
          say('pages.steps', { done, total }),
          attempt > 1 ? say('pages.attempts', { attempt }) : '',
          sayEta(say, progress),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Flex>
  );
}
