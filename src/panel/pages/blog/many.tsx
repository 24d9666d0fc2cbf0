import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import type { Order } from '../../api/queries';
import { ManyActs } from '../orders/many-actions';
import type { ManyAct } from '../orders/many-actions';
import { BEFORE_PUBLISHING, ENDED } from './standing';

function send(id: string, act: ManyAct): Promise<unknown> {
  const params = { path: { id } };
  switch (act.name) {
    case 'cancel':
      return answerOf(api.POST('/api/blog-generation/{id}/cancel', { params }));
    case 'retry':
      return answerOf(api.POST('/api/blog-generation/{id}/retry', { params }));
    case 'priority':
      return answerOf(
        api.POST('/api/blog-generation/{id}/priority', { params, body: { priority: act.priority } }),
      );
  }
}

/** What can be done to these blog orders, be it one or many. */
export function OrdersActs({ orders, onDone }: { orders: readonly Order[]; onDone?: () => void }) {
  const client = useQueryClient();
  return (
    <ManyActs
      noun="posts"
      things={orders.map(({ id, status }) => ({
        id,
        mayCancel: BEFORE_PUBLISHING.includes(status),
        mayPrioritise: !ENDED.includes(status),
        mayRetry: status === 'FAILED' || status === 'CANCELLED',
      }))}
      send={send}
      refresh={() => {
        for (const queryKey of [['orders'], ['order'], ['stats']])
          void client.invalidateQueries({ queryKey });
      }}
      onDone={onDone}
    />
  );
}
