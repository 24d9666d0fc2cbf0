import { Text } from '@radix-ui/themes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { storeListQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty } from '../../parts/states';
import { useCan } from '../../session';
import { ConnectionBadge } from './connection';
import { NewStore } from './new-store';

function Store({ store }: { store: Store }) {
  const say = useSay();
  const intl = useIntl();
  return (
    <li>
      <div>
        <Link to={`/stores/${store.id}`}>{store.name}</Link>
        <Text as="div" size="1" color="gray">
          {[
            intl.formatDisplayName(store.language, { type: 'language' }) ?? store.language,
            say(`store.publish.${store.publishMode}`),
            store.status === 'archived' ? say('store.archived') : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <ConnectionBadge connection={store.connection} />
    </li>
  );
}

/** All stores. */
export function StoresPage() {
  const say = useSay();
  const can = useCan();
  const stores = useInfiniteQuery(storeListQuery);
  return (
    <>
      <PageHead title={say('nav.stores')}>{can('stores.write') && <NewStore />}</PageHead>
      <Listed of={stores}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('stores.empty')}</Empty>
          ) : (
            <ul className="rows plain">
              {items.map((store) => (
                <Store key={store.id} store={store} />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  );
}
