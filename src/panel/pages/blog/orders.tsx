import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { sayStatus } from '../../parts/status';
import { BatchProgress } from './batch';
import { StoreFilter } from '../../parts/store-filter';
import { ListPage } from '../orders/list';

const PHASES = ['waiting_person', 'running', 'queued', 'done', 'failed', 'cancelled'] as const;

/** The phases that the API is asked for: what was accepted is queued, too. */
const phasesOf = (phase: (typeof PHASES)[number] | undefined) =>
  phase === 'queued' ? 'queued,accepted' : phase;

/** All blog orders, by filters that stand in the address. */
export function OrdersPage({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const filters = useFilters<'status' | 'phase' | 'store' | 'batch'>();
  const statuses = statusesOf(kind);
  const status = statuses.find((name) => name === filters.read('status'));
  const phase = PHASES.find((name) => name === filters.read('phase'));
  const storeId = filters.read('store');
  const batchId = filters.read('batch');

  function show(value: string | undefined): void {
    const isStatus = value !== undefined && statuses.includes(value);
    filters.set({ status: isStatus ? value : undefined, phase: isStatus ? undefined : value });
  }

  return (
    <ListPage
      kind={kind}
      filter={{ status, phase: phasesOf(phase), storeId, batchId }}
      omit={phase === 'waiting_person' ? kind.timed : undefined}
      empty="orders.empty"
      emptyFiltered="orders.emptyFiltered"
    >
      <FilterChoice<string>
        label={say('pages.filter.status')}
        value={status ?? phase}
        options={[
          ...PHASES.map((value) => ({ value, label: say(`orders.phase.${value}`) })),
          ...statuses.map((value) => ({ value, label: `– ${sayStatus(say, kind, value)}` })),
        ]}
        onChange={show}
      />
      {batchId && <BatchProgress id={batchId} />}
      <StoreFilter value={storeId} onChange={(store) => filters.set({ store })} />
    </ListPage>
  );
}
