import { Flex } from '@radix-ui/themes';
import type { ItemStatus, PageType } from '../api/queries';
import { useSay } from '../messages/use-text';
import { useFilters } from '../parts/filters';
import { Choice, PageHead } from '../parts/layout';
import { ItemRows } from './item-rows';
import { NewPages } from './new-pages';

const STATUSES: readonly ItemStatus[] = ['pending', 'processing', 'completed', 'failed', 'cancelled'];
const TYPES: readonly PageType[] = ['product', 'category', 'brand', 'inspire', 'engage'];

/** All pages, by filters that stand in the address. */
export function WorkList() {
  const say = useSay();
  const filters = useFilters<'status' | 'type'>();
  const status = STATUSES.find((name) => name === filters.read('status'));
  const type = TYPES.find((name) => name === filters.read('type'));

  const chosen = (value: string): string | undefined => (value === 'all' ? undefined : value);
  const all = { value: 'all', label: say('pages.filter.all') } as const;
  return (
    <>
      <PageHead title={say('pages.title')}>
        <NewPages />
      </PageHead>
      <Flex gap="3" mb="4" wrap="wrap">
        <Choice<ItemStatus | 'all'>
          label={say('pages.filter.status')}
          value={status ?? 'all'}
          options={[
            { ...all, label: `${say('pages.filter.status')}: ${all.label}` },
            ...STATUSES.map((value) => ({ value, label: say(`item.${value}`) })),
          ]}
          onChange={(value) => filters.set({ status: chosen(value) })}
        />
        <Choice<PageType | 'all'>
          label={say('pages.filter.type')}
          value={type ?? 'all'}
          options={[
            { ...all, label: `${say('pages.filter.type')}: ${all.label}` },
            ...TYPES.map((value) => ({ value, label: say(`type.${value}`) })),
          ]}
          onChange={(value) => filters.set({ type: chosen(value) })}
        />
      </Flex>
      <ItemRows filter={{ status, type }} />
    </>
  );
}
