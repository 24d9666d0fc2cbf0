import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import type { Item } from '../../api/queries';
import { ManyActs } from '../orders/many-actions';
import type { ManyAct } from '../orders/many-actions';

function send(id: string, act: ManyAct): Promise<unknown> {
  const params = { path: { id } };
  switch (act.name) {
    case 'cancel':
      return answerOf(api.POST('/api/generation/{id}/cancel', { params }));
    case 'retry':
      return answerOf(api.POST('/api/generation/{id}/retry', { params }));
    case 'priority':
      return answerOf(
        api.POST('/api/generation/{id}/priority', { params, body: { priority: act.priority } }),
      );
  }
}

const isOpen = ({ status }: Item): boolean => status === 'pending' || status === 'processing';

/** What can be done to these pages. */
export function ItemActs({ items, onDone }: { items: readonly Item[]; onDone?: () => void }) {
  const client = useQueryClient();
  return (
    <ManyActs
      noun="pages"
      things={items.map((item) => ({
        id: item.id,
        mayCancel: isOpen(item),
        mayPrioritise: isOpen(item),
        mayRetry: item.status === 'failed' || item.status === 'cancelled',
      }))}
      send={send}
      refresh={() => {
        for (const queryKey of [['items'], ['item'], ['batch']]) void client.invalidateQueries({ queryKey });
      }}
      onDone={onDone}
    />
  );
}
