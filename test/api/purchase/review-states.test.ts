import { randomUUID } from 'node:crypto';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { placeIn, STATES } from '../../support/purchased-versions';
import type { Placed, State } from '../../support/purchased-versions';
import { fromPanel } from '../../support/signed-in';
import type { PageAnswer } from '../../support/signed-in';
import { addForSale, dataOf, PURCHASE, statusOf } from './support';
import type { ForSale } from './support';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  // What is queued stays where it is.
  await galley.relay.stop();
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const ADMIN = '/api/v1/admin/orders';

type Act = (placed: Placed) => Promise<{ status: number; json: Record<string, unknown> }>;

const byBuyer = ({ cookie }: Placed, path: string, body: object): Promise<PageAnswer> =>
  fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/${path}`, { cookie, body });

const byAdmin = ({ orderId }: Placed, act: string, body: object) =>
  galley.operator.call('POST', `${ADMIN}/${orderId}/${act}`, { body });

/** The text that a button would be pressed for; any where there is none. */
const textOf = ({ versionId }: Placed): string => versionId ?? randomUUID();

const ACTS = {
  regenerate: (placed) => byBuyer(placed, 'regenerate-backlink', { orderId: placed.orderId }),
  submit: (placed) =>
    byBuyer(placed, 'submit-for-review', { orderId: placed.orderId, versionId: textOf(placed) }),
  approve: (placed) => byAdmin(placed, 'approve', { versionId: textOf(placed) }),
  reject: (placed) => byAdmin(placed, 'reject', { versionId: textOf(placed), reason: 'No.' }),
  retry: (placed) => byAdmin(placed, 'retry', {}),
  'retry by kind': ({ orderId }) =>
    galley.operator.call('POST', `/api/backlink-orders/${orderId}/retry`, { body: {} }),
  pay: (placed) => byBuyer(placed, `${placed.orderId}/checkout`, {}),
} as const satisfies Record<string, Act>;

type Button = keyof typeof ACTS;

/** The buttons that do something in each state. A click on what was done already gets the answer of the first one. */
const DOES: Readonly<Record<State, readonly Button[]>> = {
  AWAITING_PAYMENT: ['pay'],
  PROCESSING: [],
  QUALITY_CHECK: ['regenerate', 'submit'],
  ADMIN_REVIEW: ['approve', 'reject', 'submit'],
  APPROVED: ['approve', 'submit'],
  COMPLETED: ['approve'],
  BROKE: ['retry', 'retry by kind'],
  REJECTED: [],
  EXPIRED: [],
  REFUNDED: [],
};

/** All that is on record of an order. */
async function recordOf(orderId: string): Promise<unknown> {
  const { rows } = await galley.database.pool.query(
    `select (select to_jsonb(o) from orders o where id = $1) as "order", (select to_jsonb(p) from purchases p where id = $1) as purchase,
            (select jsonb_agg(to_jsonb(v) order by round) from article_revisions v where order_id = $1) as versions,
            (select jsonb_agg(to_jsonb(e) order by id) from order_events e where order_id = $1) as events,
            (select count(*) from actions where order_id = $1) as actions, (select count(*) from outbox where order_id = $1) as outbox,
            (select count(*) from refunds where order_id = $1) as refunds,
            (select count(*) from webhook_deliveries where order_id = $1) as mails`,
    [orderId],
  );
  return rows[0];
}

describe.each(STATES)('an order that is %s', (state) => {
  test('refuses every button that does not fit, and nothing changes', async () => {
    const placed = await placeIn(galley, sale, state);
    const before = await recordOf(placed.orderId);
    const told: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const button of (Object.keys(ACTS) as Button[]).filter((one) => !DOES[state].includes(one))) {
      const { status, json } = await ACTS[button](placed);
      told[button] = [status, json['error'], typeof json['message'], typeof json['requestId']];
      // Of an order without a text no text is known.
      const isUnknown = placed.versionId === null && ['submit', 'approve', 'reject'].includes(button);
      expected[button] = isUnknown
        ? [404, 'not_found', 'string', 'string']
        : [409, 'conflict', 'string', 'string'];
    }
    expect(told).toEqual(expected);
    expect(await recordOf(placed.orderId)).toEqual(before);
  });

  test('says what can be done with it, and does that', async () => {
    const fresh = () => placeIn(galley, sale, state);
    const placed = await fresh();
    const status = dataOf(await statusOf(galley, placed));
    const admin = dataOf((await galley.operator.call('GET', `${ADMIN}/${placed.orderId}`)) as PageAnswer);
    const kind = await galley.operator.call('GET', `/api/backlink-orders/${placed.orderId}`);
    const said = {
      regenerate: status['canRegenerateBacklink'],
      submit: status['canSubmitForReview'],
      pay: status['canPay'],
      approve: admin['canApprove'],
      reject: admin['canReject'],
      retry: admin['canRetry'],
      'retry by kind': (kind.json['may'] as string[]).includes('retry'),
    };
    const open = { QUALITY_CHECK: ['regenerate', 'submit'], ADMIN_REVIEW: ['approve', 'reject'] } as const;
    const offered: readonly string[] =
      state in open
        ? open[state as keyof typeof open]
        : DOES[state].filter((button) => !['approve', 'submit'].includes(button));
    expect(said).toEqual(
      Object.fromEntries(Object.keys(said).map((button) => [button, offered.includes(button)])),
    );
    for (const button of DOES[state]) {
      const { status: answered, json } = await ACTS[button](await fresh());
      expect([button, answered, json['error'] ?? null]).toEqual([
        button,
        button === 'regenerate' ? 202 : 200,
        null,
      ]);
    }
  });
});
