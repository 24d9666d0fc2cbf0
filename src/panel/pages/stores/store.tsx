import { TabNav } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { storeQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { PageHead } from '../../parts/layout';
import { Shown } from '../../parts/states';
import { Connection, ConnectionBadge } from './connection';
import { Posts } from './posts';
import { Products } from './products';
import { StoreSettings } from './settings';

const SECTIONS = ['settings', 'connection', 'products', 'posts'] as const;

function Section({ store, name }: { store: Store; name: (typeof SECTIONS)[number] }) {
  switch (name) {
    case 'settings':
      return <StoreSettings key={store.id} store={store} />;
    case 'connection':
      return <Connection store={store} />;
    case 'products':
      return <Products store={store} />;
    case 'posts':
      return <Posts store={store} />;
  }
}

/** One store, section by section; the section stands in the address. */
export function StorePage() {
  const say = useSay();
  const { id = '', section } = useParams();
  const shown = SECTIONS.find((name) => name === section) ?? 'settings';
  const store = useQuery(storeQuery(id));
  return (
    <Shown of={store}>
      {(data) => (
        <>
          <PageHead title={data.name}>
            <ConnectionBadge connection={data.connection} />
          </PageHead>
          <TabNav.Root aria-label={say('store.sections')} mb="5">
            {SECTIONS.map((name) => (
              <TabNav.Link key={name} asChild active={name === shown}>
                <Link to={`/stores/${id}/${name}`}>{say(`store.section.${name}`)}</Link>
              </TabNav.Link>
            ))}
          </TabNav.Root>
          <Section store={data} name={shown} />
        </>
      )}
    </Shown>
  );
}
