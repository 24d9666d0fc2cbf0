import { Flex } from '@radix-ui/themes';
import { useSearchParams } from 'react-router';
import type { ItemStatus, PageType } from '../api/queries';
import { useSay } from '../messages/use-text';
import { Choice, PageHead } from '../parts/layout';
import { ItemRows } from './item-rows';
import { NewPages } from './new-pages';

const STATUSES: readonly ItemStatus[] = ['pending', 'processing', 'completed', 'failed', 'cancelled'];
const TYPES: readonly PageType[] = ['product', 'category', 'brand', 'inspire', 'engage'];

/** All pages, by filters that stand in the address. */
export function WorkList() {
  const say = useSay();
  const [params, setParams] = useSearchParams();
  const status = STATUSES.find((name) => name === params.get('status'));
  const type = TYPES.find((name) => name === params.get('type'));

  function filterBy(name: 'status' | 'type', value: string): void {
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (value === 'all') after.delete(name);
      else after.set(name, value);
      return after;
    });
  }

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
          onChange={(value) => filterBy('status', value)}
        />
        <Choice<PageType | 'all'>
          label={say('pages.filter.type')}
          value={type ?? 'all'}
          options={[
            { ...all, label: `${say('pages.filter.type')}: ${all.label}` },
            ...TYPES.map((value) => ({ value, label: say(`type.${value}`) })),
          ]}
          onChange={(value) => filterBy('type', value)}
        />
      </Flex>
      <ItemRows filter={{ status, type }} />
    </>
  );
}
