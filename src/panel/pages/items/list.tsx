import type { PanelKind } from '../../kind';
import { useSay } from '../../messages/use-text';
import { FilteredList } from '../orders/filtered-list';
import { PAGE_TYPES } from './api';

/** All pages, by filters that stand in the address. */
export function WorkList({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const options = PAGE_TYPES.map((value) => ({ value, label: say(`type.${value}`) }));
  return (
    <FilteredList
      kind={kind}
      empty="pages.empty"
      emptyFiltered="pages.emptyFiltered"
      by={{ name: 'type', label: say('pages.filter.type'), options }}
    />
  );
}
