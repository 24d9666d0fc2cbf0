import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { sayStatus } from '../../parts/status';
import { ListPage } from '../orders/list';

/** The phases of orders that a status does not tell apart: work that waits for its turn, and work under way. */
const PHASES = ['queued', 'running'] as const;

/** All orders of a product, by filters that stand in the address. */
export function BoughtList({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const filters = useFilters<'status' | 'phase'>();
  const statuses = statusesOf(kind);
  const status = statuses.find((name) => name === filters.read('status'));
  const phase = PHASES.find((name) => name === filters.read('phase'));

  function show(value: string | undefined): void {
    const isPhase = PHASES.some((name) => name === value);
    filters.set({ status: isPhase ? undefined : value, phase: isPhase ? value : undefined });
  }

  return (
    <ListPage kind={kind} filter={{ status, phase }} empty="bought.empty" emptyFiltered="list.emptyFiltered">
      <FilterChoice<string>
        label={say('pages.filter.status')}
        value={status ?? phase}
        options={[
          ...statuses.map((value) => ({ value, label: sayStatus(say, kind, value) })),
          ...PHASES.map((value) => ({ value, label: say(`orders.phase.${value}`) })),
        ]}
        onChange={show}
      />
    </ListPage>
  );
}
