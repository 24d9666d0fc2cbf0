import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { placeIn } from '../../support/purchased-versions';
import type { Placed, State } from '../../support/purchased-versions';
import { fromPanel } from '../../support/signed-in';
import { PURCHASE_OPENINGS } from '../orders/opening-routes';
import { addForSale, PURCHASE } from './support';
import type { ForSale } from './support';

const ADMIN = '/api/v1/admin/orders';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  await galley.relay.stop();
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface Opening {
  route: string;
  from?: { state: State; product?: 'article' };
  act: (on: Placed | undefined) => Promise<{ status: number; json: Record<string, unknown> }>;
}

const byAdmin = (path: string, body: object) => galley.operator.call('POST', path, { body });

const OPENINGS: readonly Opening[] = [
  {
    route: '/api/article-orders/{id}/retry',
    from: { state: 'BROKE', product: 'article' },
    act: (on) => byAdmin(`/api/article-orders/${on!.orderId}/retry`, {}),
  },
  {
    route: '/api/backlink-orders/{id}/retry',
    from: { state: 'BROKE' },
    act: (on) => byAdmin(`/api/backlink-orders/${on!.orderId}/retry`, {}),
  },
  {
    route: '/api/v1/admin/orders',
    act: () =>
      byAdmin(ADMIN, {
        ...{ product: 'backlink', articleId: sale.article.id },
        ...{ targetUrl: 'https://shop.example/ours', anchorText: 'hand coffee grinder' },
      }),
  },
  {
    route: '/api/v1/admin/orders/{orderId}/approve',
    from: { state: 'ADMIN_REVIEW' },
    act: (on) => byAdmin(`${ADMIN}/${on!.orderId}/approve`, { versionId: on!.versionId }),
  },
  {
    route: '/api/v1/admin/orders/{orderId}/retry',
    from: { state: 'BROKE' },
    act: (on) => byAdmin(`${ADMIN}/${on!.orderId}/retry`, {}),
  },
  {
    route: '/api/v1/purchase/regenerate-backlink',
    from: { state: 'QUALITY_CHECK' },
    act: async ({ orderId, cookie } = {} as Placed) => {
      const body = { orderId };
      return fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/regenerate-backlink`, { cookie, body });
    },
  },
];

const setLimit = (ofAll: number) => galley.db.openOrders.setOpenLimits({ ofAll, ofTenant: 100_000 });

/** Everything there is of purchases, that a refusal leaves alone. */
async function kept(): Promise<unknown> {
  const { rows } = await galley.database.pool.query(
    `select (select jsonb_agg(to_jsonb(o) order by o.id) from orders o) as orders,
            (select jsonb_agg(to_jsonb(p) order by p.id) from purchases p) as purchases,
            (select count(*) from order_events) as events, (select count(*) from outbox) as messages,
            (select count(*) from actions) as actions`,
  );
  return rows[0];
}

test('the table has each way in which a purchase becomes open', () => {
  expect(OPENINGS.map(({ route }) => route).sort()).toEqual([...PURCHASE_OPENINGS].sort());
});

test.each(OPENINGS)(
  '$route is refused while the queue is full, and nothing is kept of it',
  async (opening) => {
    const { from, act } = opening;
    await setLimit(100_000);
    const on = from && (await placeIn(galley, sale, from.state, from.product));
    const open = await galley.db.openOrders.countOpen({});
    await setLimit(open);
    const before = await kept();
    expect(await act(on)).toMatchObject({ status: 503, json: { error: 'queue_full' } });
    expect(await kept()).toEqual(before);
    expect(await galley.db.openOrders.countOpen({})).toBe(open);
    await setLimit(open + 1);
    expect((await act(on)).status).toBeLessThan(300);
    expect(await galley.db.openOrders.countOpen({})).toBe(open + 1);
  },
);
