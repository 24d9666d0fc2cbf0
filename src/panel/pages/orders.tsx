import { Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ordersQuery } from '../api/queries';
import type { Order, OrderStatus } from '../api/queries';
import { storesQuery } from '../api/store-queries';
import { useSay } from '../messages/use-text';
import { ChosenList } from '../parts/chosen';
import { sayFailure } from '../parts/failures';
import { useFilters } from '../parts/filters';
import { Choice, PageHead } from '../parts/layout';
import { Listed } from '../parts/more';
import { nameOfOrder } from '../parts/names';
import { Empty } from '../parts/states';
import { ORDER_COLOURS, OrderBadge } from '../parts/status';
import { When } from '../parts/times';
import { useCan } from '../session';
import { OrdersActs } from './order/many';
import { NewOrder } from './order/new-order';

const STATUSES = Object.keys(ORDER_COLOURS) as OrderStatus[];
const PHASES = ['waiting_person', 'running', 'queued', 'done', 'failed', 'cancelled'] as const;

type Show = 'all' | OrderStatus | (typeof PHASES)[number];

function OrderRow({ order }: { order: Order }) {
  const say = useSay();
  const facts = [say(`orders.source.${order.sourceType}`), order.storeName].filter(Boolean).join(' · ');
  return (
    <>
      <div>
        <Link to={`/orders/${order.id}`}>{nameOfOrder(say, order)}</Link>
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
      <OrderBadge status={order.status} />
    </>
  );
}

/** All blog orders, by filters that stand in the address. */
export function OrdersPage() {
  const say = useSay();
  const can = useCan();
  const filters = useFilters<'status' | 'phase' | 'store'>();
  const status = STATUSES.find((name) => name === filters.read('status'));
  const phase = PHASES.find((name) => name === filters.read('phase'));
  const storeId = filters.read('store');
  const orders = useInfiniteQuery(ordersQuery({ status, phase, storeId }));
  const stores = useQuery({ ...storesQuery, enabled: can('stores.read') });
  const known = stores.data?.items ?? [];
  const isFiltered = status !== undefined || phase !== undefined || storeId !== undefined;

  function show(value: Show): void {
    const isStatus = STATUSES.includes(value as OrderStatus);
    filters.set({
      status: isStatus ? value : undefined,
      phase: isStatus || value === 'all' ? undefined : value,
    });
  }

  return (
    <>
      <PageHead title={say('orders.title')}>{can('orders.place') && <NewOrder />}</PageHead>
      <Flex mb="4" gap="3" wrap="wrap">
        <Choice<Show>
          label={say('pages.filter.status')}
          value={status ?? phase ?? 'all'}
          options={[
            { value: 'all', label: `${say('pages.filter.status')}: ${say('pages.filter.all')}` },
            ...PHASES.map((value) => ({ value, label: say(`orders.phase.${value}`) })),
            ...STATUSES.map((value) => ({ value, label: `– ${say(`order.${value}`)}` })),
          ]}
          onChange={show}
        />
        {known.length > 1 && (
          <Choice
            label={say('orders.store')}
            value={storeId ?? 'all'}
            options={[
              { value: 'all', label: say('calendar.allStores') },
              ...known.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(value) => filters.set({ store: value === 'all' ? undefined : value })}
          />
        )}
      </Flex>
      <Listed of={orders}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{say(isFiltered ? 'orders.emptyFiltered' : 'orders.empty')}</Empty>
          ) : (
            <ChosenList
              items={rows}
              nameOf={(order) => nameOfOrder(say, order)}
              acts={(chosen, clear) => <OrdersActs orders={chosen} onDone={clear} />}
              row={(order) => <OrderRow order={order} />}
            />
          )
        }
      </Listed>
    </>
  );
}
