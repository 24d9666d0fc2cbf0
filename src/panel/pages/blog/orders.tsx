import { Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ordersQuery } from '../../api/queries';
import type { Order, OrderStatus } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { ChosenList } from '../../parts/chosen';
import { useSayCause } from '../../parts/failures';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { nameOfOrder } from '../../parts/names';
import { Empty } from '../../parts/states';
import { ORDER_COLOURS, OrderBadge } from '../../parts/status';
import { StoreFilter } from '../../parts/store-filter';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { OrdersActs } from './many';
import { NewOrder } from './new-order';

const STATUSES = Object.keys(ORDER_COLOURS) as OrderStatus[];
const PHASES = ['waiting_person', 'running', 'queued', 'done', 'failed', 'cancelled'] as const;

type Show = OrderStatus | (typeof PHASES)[number];

function OrderRow({ order }: { order: Order }) {
  const say = useSay();
  const sayCause = useSayCause();
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
          ? sayCause({ ...order, type: order.errorType, message: order.error })
          : order.waiting && sayCause({ ...order, ...order.waiting })}
        {order.status === 'SCHEDULED' && order.publishAt && <When at={order.publishAt} />}
      </Text>
      <OrderBadge order={order} />
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
  const isFiltered = status !== undefined || phase !== undefined || storeId !== undefined;

  function show(value: Show | undefined): void {
    const isStatus = STATUSES.includes(value as OrderStatus);
    filters.set({ status: isStatus ? value : undefined, phase: isStatus ? undefined : value });
  }

  return (
    <>
      <PageHead title={say('orders.title')}>{can('orders.place') && <NewOrder />}</PageHead>
      <Flex mb="4" gap="3" wrap="wrap">
        <FilterChoice<Show>
          label={say('pages.filter.status')}
          value={status ?? phase}
          options={[
            ...PHASES.map((value) => ({ value, label: say(`orders.phase.${value}`) })),
            ...STATUSES.map((value) => ({ value, label: `– ${say(`order.${value}`)}` })),
          ]}
          onChange={show}
        />
        <StoreFilter value={storeId} onChange={(store) => filters.set({ store })} />
      </Flex>
      <Listed of={orders}>
        {(found) => {
          // A scheduled post waits for its time, not for a person.
          const rows =
            phase === 'waiting_person' ? found.filter((order) => order.status !== 'SCHEDULED') : found;
          return rows.length === 0 ? (
            <Empty>{say(isFiltered ? 'orders.emptyFiltered' : 'orders.empty')}</Empty>
          ) : (
            <ChosenList
              items={rows}
              nameOf={(order) => nameOfOrder(say, order)}
              acts={(chosen, clear) => <OrdersActs orders={chosen} onDone={clear} />}
              row={(order) => <OrderRow order={order} />}
            />
          );
        }}
      </Listed>
    </>
  );
}
