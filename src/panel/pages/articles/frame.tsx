import { Flex } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { sessionQuery } from '../../api/queries';
import { Boundary } from '../../frame/boundary';
import { useSay } from '../../messages/use-text';
import { SettingsSwitches } from '../../parts/layout';
import { Loading } from '../../parts/states';

/** What stands around the pages that everybody may read, signed in or not. */
export function PublicFrame() {
  const say = useSay();
  const { pathname } = useLocation();
  const { data: session } = useQuery(sessionQuery);
  // Whoever is not signed in may be one.
  const isBuyer = !session || session.tenantKind === 'customer';
  return (
    <>
      <a className="skip" href="#content">
        {say('app.skip')}
      </a>
      <header className="public-head">
        <nav aria-label={say('nav.main')}>
          <NavLink className="nav-link" to="/articles">
            {say('articles.title')}
          </NavLink>
          {isBuyer && (
            <NavLink className="nav-link" to="/my-orders">
              {say('buying.orders')}
            </NavLink>
          )}
          {!(session && isBuyer) && (
            <Link className="nav-link" to="/">
              {say(session ? 'nav.overview' : 'articles.panel')}
            </Link>
          )}
        </nav>
        <Flex gap="2" wrap="wrap">
          <SettingsSwitches />
        </Flex>
      </header>
      <main id="content" className="content public" tabIndex={-1}>
        <Boundary place={pathname}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Boundary>
      </main>
      <footer className="public-foot">
        <NavLink className="nav-link" to="/what-we-check">
          {say('checks.title')}
        </NavLink>
      </footer>
    </>
  );
}
