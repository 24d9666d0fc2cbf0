import { Flex } from '@radix-ui/themes';
import { Suspense } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { Boundary } from '../../frame/boundary';
import { useSay } from '../../messages/use-text';
import { SettingsSwitches } from '../../parts/layout';
import { Loading } from '../../parts/states';

/** What stands around the pages that everybody may read, signed in or not. */
export function PublicFrame() {
  const say = useSay();
  const { pathname } = useLocation();
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
          <NavLink className="nav-link" to="/my-orders">
            {say('buying.orders')}
          </NavLink>
          <Link className="nav-link" to="/">
            {say('articles.panel')}
          </Link>
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
    </>
  );
}
