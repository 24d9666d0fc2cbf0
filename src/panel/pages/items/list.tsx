import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import { useSay } from '../../messages/use-text';
import { useFilters } from '../../parts/filters';
import { FilterChoice } from '../../parts/filter-choice';
import { sayStatus } from '../../parts/status';
import { ListPage } from '../orders/list';
import { PAGE_TYPES } from './api';

/** All pages, by filters that stand in the address. */
export function WorkList({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const filters = useFilters<'status' | 'type'>();
  const statuses = statusesOf(kind);
  const status = statuses.find((name) => name === filters.read('status'));
  const type = PAGE_TYPES.find((name) => name === filters.read('type'));
  return (
    <ListPage kind={kind} filter={{ status, type }} empty="pages.empty" emptyFiltered="pages.emptyFiltered">
      <FilterChoice
        label={say('pages.filter.status')}
        value={status}
        options={statuses.map((value) => ({ value, label: sayStatus(say, kind, value) }))}
        onChange={(chosen) => filters.set({ status: chosen })}
      />
      <FilterChoice
        label={say('pages.filter.type')}
        value={type}
        options={PAGE_TYPES.map((value) => ({ value, label: say(`type.${value}`) }))}
        onChange={(chosen) => filters.set({ type: chosen })}
      />
    </ListPage>
  );
}
