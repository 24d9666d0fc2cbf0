import { Flex } from '@radix-ui/themes';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { PanelKind } from '../../kind';
import { statusesOf } from '../../kind';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { FilterChoice } from '../../parts/filter-choice';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/layout';
import { sayStatus } from '../../parts/status';
import { useCan } from '../../session';
import { OrderRows } from './rows';

/** The page with the list of a kind: its name, the way to place an order, the filters given, and the orders that match. */
export function ListPage(props: {
  kind: PanelKind;
  filter: Readonly<Record<string, string | undefined>>;
  /** Statuses that match and yet are not shown. */
  omit?: readonly string[] | undefined;
  /** What is said where there is nothing, and where nothing matches a filter. */
  empty: MessageId;
  emptyFiltered: MessageId;
  children: ReactNode;
}) {
  const say = useSay();
  const can = useCan();
  const { kind, filter, empty, emptyFiltered } = props;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHead title={say(kind.name)}>
        {kind.New && can('orders.place') && (
          <Suspense>
            <kind.New />
          </Suspense>
        )}
      </PageHead>
      <Flex gap="3" mb="4" wrap="wrap">
        {props.children}
      </Flex>
      <OrderRows kind={kind} filter={filter} omit={props.omit} empty={isFiltered ? emptyFiltered : empty} />
    </>
  );
}

/** All orders of a kind, by their status, which stands in the address. */
export function GenericList({ kind }: { kind: PanelKind }) {
  const say = useSay();
  const filters = useFilters<'status'>();
  const statuses = statusesOf(kind);
  const status = statuses.find((name) => name === filters.read('status'));
  return (
    <ListPage kind={kind} filter={{ status }} empty="list.empty" emptyFiltered="list.emptyFiltered">
      <FilterChoice
        label={say('pages.filter.status')}
        value={status}
        options={statuses.map((value) => ({ value, label: sayStatus(say, kind, value) }))}
        onChange={(chosen) => filters.set({ status: chosen })}
      />
    </ListPage>
  );
}
