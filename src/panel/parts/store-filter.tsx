import { useQuery } from '@tanstack/react-query';
import { storesQuery } from '../api/store-queries';
import { useSay } from '../messages/use-text';
import { useCan } from '../session';
import { FilterChoice } from './filter-choice';

/** A filter by store; nothing where there is but one, or where stores may not be seen. */
export function StoreFilter(props: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const say = useSay();
  const can = useCan();
  const stores = useQuery({ ...storesQuery, enabled: can('stores.read') });
  const known = stores.data?.items ?? [];
  if (known.length < 2) return null;
  return (
    <FilterChoice
      label={say('orders.store')}
      all={say('calendar.allStores')}
      value={props.value}
      options={known.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={props.onChange}
    />
  );
}
