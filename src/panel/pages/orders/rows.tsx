import { useInfiniteQuery } from '@tanstack/react-query';
import { listQuery } from '../../api/queries';
import type { AnyOrder, PanelKind } from '../../kind';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { ChosenList } from '../../parts/chosen';
import { Listed } from '../../parts/more';
import { Empty } from '../../parts/states';
import { ManyActs } from './many-actions';

/** The orders of a kind that match, with what can be done to those that are chosen; `empty` is said where there are none. */
export function OrderRows(props: {
  kind: PanelKind;
  filter: object;
  /** Statuses that match and yet are not shown. */
  omit?: readonly string[] | undefined;
  empty: MessageId;
}) {
  const say = useSay();
  const { kind, filter, omit = [] } = props;
  const orders = useInfiniteQuery(listQuery<AnyOrder>(kind.api, filter));
  return (
    <Listed of={orders}>
      {(found) => {
        const rows = found.filter(({ status }) => !omit.includes(status));
        return rows.length === 0 ? (
          <Empty>{say(props.empty)}</Empty>
        ) : (
          <ChosenList
            items={rows}
            nameOf={(order) => kind.nameOf(say, order, kind)}
            acts={(chosen, clear) => <ManyActs kind={kind} orders={chosen} onDone={clear} />}
            row={(order) => kind.row?.(order, kind)}
          />
        );
      }}
    </Listed>
  );
}
