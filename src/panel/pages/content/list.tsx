import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { sayStatus } from '../../parts/status';
import { MODES } from '../bulk/limits';
import { useBulkSay, withWords } from '../bulk/words';
import { ListPage } from '../orders/list';

function Texts({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const filters = useFilters<'status' | 'mode'>();
  const statuses = statusesOf(kind);
  const status = statuses.find((name) => name === filters.read('status'));
  const mode = MODES.find((name) => name === filters.read('mode'));
  return (
    <ListPage kind={kind} filter={{ status, mode }} empty="texts.empty" emptyFiltered="texts.emptyFiltered">
      <FilterChoice
        label={say('pages.filter.status')}
        value={status}
        options={statuses.map((value) => ({ value, label: sayStatus(say, kind, value) }))}
        onChange={(chosen) => filters.set({ status: chosen })}
      />
      <FilterChoice
        label={say('texts.mode')}
        value={mode}
        options={MODES.map((value) => ({ value, label: say(`mode.${value}`) }))}
        onChange={(chosen) => filters.set({ mode: chosen })}
      />
    </ListPage>
  );
}

/** All texts, those of bulk jobs included, by filters that stand in the address. */
export const TextList = withWords(Texts);
