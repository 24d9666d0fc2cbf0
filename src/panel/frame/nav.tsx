import { Button, DropdownMenu } from '@radix-ui/themes';
import { Suspense } from 'react';
import type { ComponentType } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import type { PanelKind } from '../kind';
import { PAGE_KINDS } from '../kinds';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import { useCan, useSession } from '../session';
import type { Permission } from '../session';

interface Place {
  to: string;
  label: MessageId;
  needs: Permission;
  /** Says how much waits there for whoever is signed in. */
  Waiting?: ComponentType;
}

const placesOf = ({
  path,
  name,
  needs = 'orders.read',
  pages = [],
  Waiting,
}: PanelKind): [Place, ...Place[]] => [
  { to: path, label: name, needs, ...(Waiting ? { Waiting } : {}) },
  ...pages.flatMap((page): Place[] => (page.name ? [{ to: page.path, label: page.name, needs }] : [])),
];

const WORK = PAGE_KINDS.filter(({ needs }) => needs === undefined).map(placesOf);

const PLACES: readonly Place[] = [
  { to: '/', label: 'nav.overview', needs: 'queue.read' },
  ...WORK.map(([list]) => list),
  ...WORK.flatMap(([, ...pages]) => pages),
  ...PAGE_KINDS.filter(({ needs }) => needs !== undefined).flatMap(placesOf),
  { to: '/refunds', label: 'nav.refunds', needs: 'refunds.read' },
  { to: '/stores', label: 'nav.stores', needs: 'stores.read' },
  { to: '/spending', label: 'nav.spending', needs: 'spending.read' },
  { to: '/deliveries', label: 'nav.deliveries', needs: 'webhooks.read' },
  { to: '/mail', label: 'nav.mail', needs: 'mail.read' },
  { to: '/catalogue', label: 'nav.catalogue', needs: 'catalogue.read' },
];

/** Whoever only buys has no work of the other kinds. */
const BUYERS_PLACES: readonly Place[] = [
  { to: '/my-orders', label: 'buying.orders', needs: 'orders.read' },
  { to: '/articles', label: 'articles.title', needs: 'orders.read' },
];

/** Places that have room in the bar of a phone; the others are behind "More". */
const ON_A_PHONE = 4;

/** The ways to every page that whoever is signed in may see. */
export function Nav() {
  const say = useSay();
  const can = useCan();
  const { tenantId, tenantKind } = useSession();
  const customers: Place =
    tenantKind === 'operator'
      ? { to: '/customers', label: 'nav.customers', needs: 'tenants.read' }
      : { to: `/customers/${tenantId}`, label: 'nav.account', needs: 'tenants.read' };
  const { pathname } = useLocation();
  const all = tenantKind === 'customer' ? [...BUYERS_PLACES, customers] : [...PLACES, customers];
  const places = all.filter(({ needs }) => can(needs));
  const isBehind = places.slice(ON_A_PHONE).some(({ to }) => pathname.startsWith(to));
  return (
    <nav aria-label={say('nav.main')}>
      {places.map(({ to, label, Waiting }, n) => (
        <NavLink
          key={to}
          className={n < ON_A_PHONE ? 'nav-link' : 'nav-link nav-extra'}
          to={to}
          end={to === '/'}
        >
          {say(label)}
          {Waiting && (
            <Suspense>
              <Waiting />
            </Suspense>
          )}
        </NavLink>
      ))}
      <div className={isBehind ? 'nav-more here' : 'nav-more'}>
        <DropdownMenu.Root>
          <DropdownMenu.Trigger>
            <Button variant="ghost" color="gray" highContrast>
              {say('nav.more')}
            </Button>
          </DropdownMenu.Trigger>
          <DropdownMenu.Content>
            {places.slice(ON_A_PHONE).map(({ to, label }) => (
              <DropdownMenu.Item key={to} asChild>
                <Link to={to}>{say(label)}</Link>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Root>
      </div>
    </nav>
  );
}
