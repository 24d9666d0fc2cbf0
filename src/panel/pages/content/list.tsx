import type { PanelKind } from '../../kind';
import { MODES } from '../bulk/limits';
import { useBulkSay, withWords } from '../bulk/words';
import { FilteredList } from '../orders/filtered-list';

function Texts({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const options = MODES.map((value) => ({ value, label: say(`mode.${value}`) }));
  return (
    <FilteredList
      kind={kind}
      empty="texts.empty"
      emptyFiltered="texts.emptyFiltered"
      by={{ name: 'mode', label: say('texts.mode'), options }}
    />
  );
}

/** All texts, those of bulk jobs included, by filters that stand in the address. */
export const TextList = withWords(Texts);
