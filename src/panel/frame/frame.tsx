import { Button, Text } from '@radix-ui/themes';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { api } from '../api/client';
import { sessionQuery } from '../api/queries';
import { useSay } from '../messages/use-text';
import { SettingsSwitches } from '../parts/layout';
import { Loading } from '../parts/states';
import { useSession } from '../session';
import { Banners } from './banners';
import { Boundary } from './boundary';
import { Nav } from './nav';
import { SearchBox } from './search-box';
import { TenantSwitch } from './tenant-switch';

/** What stands around every page. */
export function Frame() {
  const say = useSay();
  const client = useQueryClient();
  const session = useSession();
  const { pathname } = useLocation();

  async function signOut(): Promise<void> {
    await api.DELETE('/api/session').catch(() => undefined);
    client.setQueryData(sessionQuery.queryKey, null);
    // The session itself stays: what is shown hangs on it.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  }

  return (
    <>
      <a className="skip" href="#content">
        {say('app.skip')}
      </a>
      <div className="shell">
        <header className="side">
          <div>
            <Text as="p" weight="bold" size="4">
              {say('app.name')}
            </Text>
            {session.member ? (
              <TenantSwitch />
            ) : (
              <Text as="p" size="2" color="gray">
                {session.tenantName}
              </Text>
            )}
          </div>
          <SearchBox />
          <Nav />
          <div className="side-foot">
            <SettingsSwitches />
            {session.member && (
              <Text as="p" size="2" color="gray" className="side-name">
                {session.member.name}
              </Text>
            )}
            <Link className="side-link" to="/sessions">
              {say('sessions.title')}
            </Link>
            <Button variant="soft" color="gray" onClick={() => void signOut()}>
              {say('nav.signOut')}
            </Button>
          </div>
        </header>
        <div className="main">
          <Banners />
          <main id="content" className="content" tabIndex={-1}>
            <Boundary place={pathname}>
              <Suspense fallback={<Loading />}>
                <Outlet />
              </Suspense>
            </Boundary>
          </main>
        </div>
      </div>
    </>
  );
}
