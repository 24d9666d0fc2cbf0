import { Text } from '@radix-ui/themes';
import { lazy } from 'react';
import { Link } from 'react-router';
import type { AnyOrder, PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import type { Say } from '../../messages/use-text';
import { useSayCause } from '../../parts/failures';
import { StatusBadge } from '../../parts/status';
import { When } from '../../parts/times';

/** What an order is called where its kind says nothing else: its title, or its kind and the beginning of its id. */
export function nameOfAny(say: Say, order: AnyOrder, kind: PanelKind): string {
  return order.title ?? `${say(kind.one)} ${order.id.slice(0, 8)}`;
}

/** The row of an order of any kind: its name and time, why it failed or waits, and its status. */
export function GenericRow({ kind, order }: { kind: PanelKind; order: AnyOrder }) {
  const say = useSay();
  const sayCause = useSayCause();
  return (
    <>
      <div>
        <Link to={`${kind.path}/${order.id}`}>{kind.nameOf(say, order, kind)}</Link>
        <Text as="div" size="1" color="gray">
          {order.createdAt && <When at={order.createdAt} />}
        </Text>
      </div>
      <Text as="div" size="2" className="wide" color={order.error ? 'red' : 'gray'}>
        {order.error
          ? sayCause({ type: order.errorType, message: order.error })
          : order.waiting && sayCause(order.waiting)}
      </Text>
      <StatusBadge kind={kind} order={order} />
    </>
  );
}

/** What a kind without anything of its own is shown with; its entry in the registry says the rest. */
export const GENERIC = {
  noun: 'orders',
  changed: 'live.changed',
  stages: {},
  filters: {},
  nameOf: nameOfAny,
  row: (order, kind) => <GenericRow kind={kind} order={order} />,
  List: lazy(async () => ({ default: (await import('./list')).GenericList })),
  Page: lazy(async () => ({ default: (await import('./page')).GenericOrderPage })),
} as const satisfies Partial<PanelKind>;
