import { Flex } from '@radix-ui/themes';
import type { ItemStatus } from '../../api/queries';
import { useSay } from '../../messages/use-text';
import { useFilters } from '../../parts/filters';
import { FilterChoice } from '../../parts/filter-choice';
import { PageHead } from '../../parts/layout';
import { ITEM_COLOURS } from '../../parts/status';
import { ItemRows } from '../items/rows';
import { NewPages } from '../items/new-pages';
import { PAGE_TYPES } from '../items/paste';

const STATUSES = Object.keys(ITEM_COLOURS) as ItemStatus[];

/** All pages, by filters that stand in the address. */
export function WorkList() {
  const say = useSay();
  const filters = useFilters<'status' | 'type'>();
  const status = STATUSES.find((name) => name === filters.read('status'));
  const type = PAGE_TYPES.find((name) => name === filters.read('type'));
  return (
    <>
      <PageHead title={say('pages.title')}>
        <NewPages />
      </PageHead>
      <Flex gap="3" mb="4" wrap="wrap">
        <FilterChoice
          label={say('pages.filter.status')}
          value={status}
          options={STATUSES.map((value) => ({ value, label: say(`item.${value}`) }))}
          onChange={(chosen) => filters.set({ status: chosen })}
        />
        <FilterChoice
          label={say('pages.filter.type')}
          value={type}
          options={PAGE_TYPES.map((value) => ({ value, label: say(`type.${value}`) }))}
          onChange={(chosen) => filters.set({ type: chosen })}
        />
      </Flex>
      <ItemRows filter={{ status, type }} />
    </>
  );
}
