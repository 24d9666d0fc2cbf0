import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ordersQuery } from '../api/queries';
import type { OrderStatus } from '../api/queries';
import { useSay } from '../messages/use-text';
import { Choice, PageHead } from '../parts/layout';
import { Empty, Shown } from '../parts/states';
import { ORDER_COLOURS, OrderBadge } from '../parts/status';
import { When } from '../parts/times';
import { NewOrder } from './new-order';

const STATUSES = Object.keys(ORDER_COLOURS) as OrderStatus[];

/** All blog orders, by a filter that stands in the address. */
export function OrdersPage() {
  const say = useSay();
  const [params, setParams] = useSearchParams();
  const status = STATUSES.find((name) => name === params.get('status'));
  const orders = useInfiniteQuery(ordersQuery({ status }));
  const shown = useMemo(() => orders.data?.pages.flatMap((page) => page.items), [orders.data]);
  return (
    <>
      <PageHead title={say('orders.title')}>
        <NewOrder />
      </PageHead>
      <Flex mb="4">
        <Choice<OrderStatus | 'all'>
          label={say('pages.filter.status')}
          value={status ?? 'all'}
          options={[
            { value: 'all', label: `${say('pages.filter.status')}: ${say('pages.filter.all')}` },
            ...STATUSES.map((value) => ({ value, label: say(`order.${value}`) })),
          ]}
          onChange={(value) => setParams(value === 'all' ? {} : { status: value })}
        />
      </Flex>
      <Shown of={{ data: shown, error: orders.error, refetch: orders.refetch }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{say(status ? 'orders.emptyFiltered' : 'orders.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {rows.map((order) => (
                <li key={order.id}>
                  <div>
                    <Link to={`/orders/${order.id}`}>{order.sourceId}</Link>
                    <Text as="div" size="1" color={order.error ? 'red' : 'gray'}>
                      {order.error ?? (
                        <>
                          {say(`orders.source.${order.sourceType}`)}
                          {order.createdAt && (
                            <>
                              {' · '}
                              <When at={order.createdAt} />
                            </>
                          )}
                        </>
                      )}
                    </Text>
                  </div>
                  <OrderBadge status={order.status} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {orders.hasNextPage && (
        <Flex justify="center" mt="4">
          <Button
            variant="soft"
            loading={orders.isFetchingNextPage}
            onClick={() => void orders.fetchNextPage()}
          >
            {say('pages.more')}
          </Button>
        </Flex>
      )}
    </>
  );
}
