import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { sayStatus } from '../../parts/status';
import { ListPage } from './list';

/** All orders of a kind, by their status and by one thing more; both filters stand in the address. */
export function FilteredList(props: {
  kind: PanelKind;
  empty: MessageId;
  emptyFiltered: MessageId;
  by: { name: string; label: string; options: ReadonlyArray<{ value: string; label: string }> };
}) {
  const { kind, empty, emptyFiltered, by } = props;
  const say = useSay();
  const filters = useFilters<string>();
  const statuses = statusesOf(kind);
  const status = statuses.find((name) => name === filters.read('status'));
  const chosen = by.options.find(({ value }) => value === filters.read(by.name))?.value;
  return (
    <ListPage kind={kind} filter={{ status, [by.name]: chosen }} empty={empty} emptyFiltered={emptyFiltered}>
      <FilterChoice
        label={say('pages.filter.status')}
        value={status}
        options={statuses.map((value) => ({ value, label: sayStatus(say, kind, value) }))}
        onChange={(value) => filters.set({ status: value })}
      />
      <FilterChoice
        label={by.label}
        value={chosen}
        options={by.options}
        onChange={(value) => filters.set({ [by.name]: value })}
      />
    </ListPage>
  );
}
