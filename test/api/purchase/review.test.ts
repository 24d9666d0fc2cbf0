import { randomUUID } from 'node:crypto';
import { refundBroken } from '../../../src/db/purchases/broken';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { addVersion, breakOrder, payByCheckout, placeIn } from '../../support/purchased-versions';
import type { Placed } from '../../support/purchased-versions';
import { queuedTo } from '../../support/queued-mail';
import { fromPanel } from '../../support/signed-in';
import type { PageAnswer } from '../../support/signed-in';
import { addForSale, articleOf, buy, dataOf, PURCHASE, statusOf } from './support';
import type { ForSale } from './support';

const ADMIN = '/api/v1/admin/orders';

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

const place = (state: Parameters<typeof placeIn>[2]): Promise<Placed> => placeIn(galley, sale, state);

const rowsOf = async <R extends object>(sql: string, values: unknown[]): Promise<R[]> =>
  (await galley.database.pool.query<R>(sql, values)).rows;

const byBuyer = ({ cookie }: { cookie: string }, path: string, body: object, key?: string) =>
  fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/${path}`, {
    ...{ cookie, body },
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  });

const regenerate = (placed: Placed, key?: string) =>
  byBuyer(placed, 'regenerate-backlink', { orderId: placed.orderId }, key);

const submit = (placed: Placed, versionId = placed.versionId) =>
  byBuyer(placed, 'submit-for-review', { orderId: placed.orderId, versionId });

const byAdmin = (orderId: string, act: string, body: object) =>
  galley.operator.call('POST', `${ADMIN}/${orderId}/${act}`, { body });

const approve = ({ orderId, versionId }: Placed) => byAdmin(orderId, 'approve', { versionId });
const reject = ({ orderId, versionId }: Placed, reason = 'Not for us.') =>
  byAdmin(orderId, 'reject', { versionId, reason });
const retry = (orderId: string) => byAdmin(orderId, 'retry', {});

const orderOf = async (id: string) =>
  (
    await rowsOf<Record<string, unknown>>(
      'select o.*, p.submitted_by, p.approved_at, p.rejected_at, p.rejection_reason from orders o join purchases p on p.id = o.id where o.id = $1',
      [id],
    )
  )[0]!;

const eventsOf = async (id: string, like: string): Promise<string[]> =>
  (
    await rowsOf<{ type: string }>(
      'select type from order_events where order_id = $1 and type like $2 order by id',
      [id, like],
    )
  ).map(({ type }) => type);

const signalsOf = async (id: string): Promise<string[]> =>
  (
    await rowsOf<{ signal: string }>(
      `select signal from outbox where order_id = $1 and kind = 'signal' order by seq`,
      [id],
    )
  ).map(({ signal }) => signal);

const refundsOf = (id: string) =>
  rowsOf<{ reason: string; state: string }>('select reason, state from refunds where order_id = $1', [id]);

const mailsOf = async (email: string): Promise<string[]> =>
  (await queuedTo(galley, email)).map(({ kind }) => kind);

const statuses = (answers: ReadonlyArray<{ status: number }>): number[] =>
  answers.map(({ status }) => status).sort();

describe('regenerating', () => {
  test('answers in the words that users know, and the order goes back to the writer', async () => {
    const placed = await place('QUALITY_CHECK');
    const before = Date.now();
    const answer = await regenerate(placed);
    expect(answer).toMatchObject({
      status: 202,
      json: {
        success: true,
        message: "Regeneration request submitted. You'll receive an email when ready.",
        data: {
          estimatedTime: '10-30 minutes',
          note: 'The AI will re-integrate your backlink into the current published version.',
        },
      },
    });
    const { jobId } = dataOf(answer) as { jobId: string };
    const [, ms] = new RegExp(`^backlink-int-${placed.orderId}-regen-(\\d+)$`).exec(jobId) ?? [];
    expect(Math.abs(Number(ms) - before)).toBeLessThan(60_000);
    expect(await orderOf(placed.orderId)).toMatchObject({
      status: 'PROCESSING',
      phase: 'queued',
      round: 2,
      start_no: 1,
    });
    expect(await signalsOf(placed.orderId)).toEqual(['regenerate']);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({
      status: 'PROCESSING',
      version: { versionId: placed.versionId },
      queue: {
        hasActiveJob: false,
        jobs: [
          { id: jobId, type: 'integrate-backlink', status: 'waiting', attempt: 1 },
          { id: `backlink-int-${placed.orderId}`, status: 'completed', attempt: 1 },
        ],
      },
      ...{ canRegenerateBacklink: false, canSubmitForReview: false },
      regeneration: { usedToday: 1, limit: 20, availableAt: null },
    });
  });

  test('of an article says that a fresh text is written', async () => {
    const placed = await placeIn(galley, sale, 'QUALITY_CHECK', 'article');
    const { jobId, note } = dataOf(await regenerate(placed));
    expect(jobId).toMatch(new RegExp(`^article-gen-${placed.orderId}-regen-\\d+$`));
    expect(note).toBe('The AI will write a fresh text from your brief.');
  });

  test('case 39: clicks at once and one after the other are one round and one job', async () => {
    const placed = await place('QUALITY_CHECK');
    const at = await Promise.all([
      regenerate(placed),
      regenerate(placed),
      regenerate(placed, 'a'),
      regenerate(placed),
    ]);
    const answers = [...at, await regenerate(placed), await regenerate(placed, 'a')];
    expect(statuses(answers)).toEqual(Array(6).fill(202));
    expect(new Set(answers.map((answer) => dataOf(answer)['jobId'])).size).toBe(1);
    expect(await orderOf(placed.orderId)).toMatchObject({ round: 2 });
    expect(await signalsOf(placed.orderId)).toEqual(['regenerate']);
    expect(await eventsOf(placed.orderId, 'version.sent_back')).toHaveLength(1);
  });

  test('a repetition under a key is the job that it was, whatever came after it', async () => {
    const placed = await place('QUALITY_CHECK');
    const first = await regenerate(placed, 'first');
    await addVersion(galley, placed.orderId);
    const second = await regenerate(placed, 'second');
    expect(dataOf(second)['jobId']).not.toBe(dataOf(first)['jobId']);
    expect(dataOf(await regenerate(placed, 'first'))).toEqual(dataOf(first));
    expect(await orderOf(placed.orderId)).toMatchObject({ round: 3 });
  });

  test('one key for two orders is an action for each', async () => {
    const [one, two] = [await place('QUALITY_CHECK'), await place('QUALITY_CHECK')];
    const { rows } = await galley.database.pool.query<{ tenant_id: string }>(
      'select tenant_id from orders where id = $1',
      [one.orderId],
    );
    await galley.database.pool.query('update orders set tenant_id = $2 where id = $1', [
      two.orderId,
      rows[0]!.tenant_id,
    ]);
    const answers = await Promise.all([
      regenerate(one, 'same'),
      regenerate({ ...two, cookie: one.cookie }, 'same'),
    ]);
    expect(statuses(answers)).toEqual([202, 202]);
    expect(await orderOf(two.orderId)).toMatchObject({ round: 2 });
  });

  test('is not the same act once the article has been written again for another reason', async () => {
    const placed = await place('QUALITY_CHECK');
    await regenerate(placed);
    await breakOrder(galley, placed.orderId);
    expect((await retry(placed.orderId)).status).toBe(200);
    expect((await regenerate(placed)).status).toBe(409);
  });

  test('fair use: after so many within a day it is refused, and the answer says until when', async () => {
    const placed = await place('QUALITY_CHECK');
    await galley.db.purchaseLimits.setPurchaseLimits({ regenerationsPerDay: 2, refundGraceMs: 86_400_000 });
    try {
      for (const _ of [1, 2]) {
        expect((await regenerate(placed)).status).toBe(202);
        await addVersion(galley, placed.orderId);
      }
      const refused = await regenerate(placed);
      expect(refused.status).toBe(429);
      expect(refused.json).toMatchObject({ success: false, error: 'too_many_requests' });
      const availableAt = Date.parse(String(refused.json['availableAt']));
      expect(availableAt - Date.now()).toBeGreaterThan(86_400_000 - 120_000);
      expect(availableAt - Date.now()).toBeLessThanOrEqual(86_400_000);
      expect(dataOf(await statusOf(galley, placed))).toMatchObject({
        ...{ status: 'QUALITY_CHECK', canRegenerateBacklink: false, canSubmitForReview: true },
        regeneration: { usedToday: 2, limit: 2, availableAt: refused.json['availableAt'] },
      });
      // The first one is more than a day ago.
      await galley.database.pool.query(
        `update actions set created_at = created_at - interval '1 day' where act_id in (
           select act_id from actions where order_id = $1 order by created_at limit 1)`,
        [placed.orderId],
      );
      expect(dataOf(await statusOf(galley, placed))).toMatchObject({ canRegenerateBacklink: true });
      expect((await regenerate(placed)).status).toBe(202);
    } finally {
      await galley.db.purchaseLimits.setPurchaseLimits({
        regenerationsPerDay: 20,
        refundGraceMs: 86_400_000,
      });
    }
  });
});

describe('submitting', () => {
  test('puts the text before the administrators, once', async () => {
    const placed = await place('QUALITY_CHECK');
    const answers = await Promise.all([submit(placed), submit(placed), submit(placed)]);
    expect(statuses(answers)).toEqual([200, 200, 200]);
    expect(dataOf(answers[0])).toEqual({ orderId: placed.orderId, status: 'ADMIN_REVIEW' });
    expect(await signalsOf(placed.orderId)).toEqual(['submitForReview']);
    expect(await eventsOf(placed.orderId, 'version.submitted')).toHaveLength(1);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({
      ...{ statusMessage: 'Submitted for approval', submittedBy: 'buyer', deadlineAt: null },
      ...{ canRegenerateBacklink: false, canSubmitForReview: false },
    });
  });

  test('case 39: an older text is refused, one of another order is not there', async () => {
    const placed = await place('QUALITY_CHECK');
    const other = await place('QUALITY_CHECK');
    await regenerate(placed);
    const newer = await addVersion(galley, placed.orderId);
    expect(await submit(placed)).toMatchObject({
      status: 409,
      json: { error: 'conflict', status: 'QUALITY_CHECK' },
    });
    expect((await submit(placed, other.versionId)).status).toBe(404);
    expect((await submit(placed, randomUUID())).status).toBe(404);
    expect((await submit(placed, newer)).status).toBe(200);
  });

  test('by the deadline and by the buyer at once is one submission', async () => {
    for (let n = 0; n < 5; n += 1) {
      const placed = await place('QUALITY_CHECK');
      const { orderId, versionId } = placed;
      const byDeadline = galley.db.transaction(async (tx) => {
        const order = (await tx.purchases.findPurchased({ orderId, lock: true }))!;
        return tx.reviewActions.submitLocked(order, { versionId: versionId!, by: 'deadline' });
      });
      const [deadline, buyer] = await Promise.all([byDeadline, submit(placed)]);
      expect([deadline, buyer.status]).toEqual(deadline ? [true, 409] : [false, 200]);
      expect(await eventsOf(orderId, 'version.submitted')).toHaveLength(1);
      expect((await orderOf(orderId))['submitted_by']).toBe(deadline ? 'deadline' : 'buyer');
    }
  });

  test('and regenerating at once: one of them takes place', async () => {
    for (let n = 0; n < 5; n += 1) {
      const placed = await place('QUALITY_CHECK');
      const [one, two] = await Promise.all([regenerate(placed), submit(placed)]);
      expect([one.status, two.status]).toEqual(one.status === 202 ? [202, 409] : [409, 200]);
      const { status } = await orderOf(placed.orderId);
      expect(status).toBe(one.status === 202 ? 'PROCESSING' : 'ADMIN_REVIEW');
      expect(await signalsOf(placed.orderId)).toHaveLength(1);
    }
  });
});

describe('an administrator', () => {
  test('approves the text that was submitted, once; it is on its way out', async () => {
    const placed = await place('ADMIN_REVIEW');
    const answers = await Promise.all([approve(placed), approve(placed)]);
    expect(statuses(answers)).toEqual([200, 200]);
    expect(await orderOf(placed.orderId)).toMatchObject({
      status: 'ADMIN_REVIEW',
      phase: 'queued',
      start_no: 1,
    });
    expect((await signalsOf(placed.orderId)).slice(1)).toEqual(['approve']);
    expect(await eventsOf(placed.orderId, 'version.approved')).toHaveLength(1);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({
      statusMessage: 'Approved',
      outcome: null,
    });
    expect(answers[0]!.json['data'] as object).toMatchObject({
      waitingFor: null,
      canApprove: false,
      canReject: false,
    });
  });

  test('rejects with a reason, twice at once: one refund, one mail, and the buyer reads why', async () => {
    const placed = await place('ADMIN_REVIEW');
    const reason = 'The link leads to a shop that sells nothing.';
    const answers = await Promise.all([reject(placed, reason), reject(placed, reason)]);
    expect(statuses(answers)).toEqual([200, 200]);
    expect(await orderOf(placed.orderId)).toMatchObject({
      ...{ status: 'FAILED', phase: 'failed', error_type: 'Order.Rejected', rejection_reason: reason },
    });
    expect(await refundsOf(placed.orderId)).toEqual([{ reason: 'rejected', state: 'requested' }]);
    expect((await mailsOf(placed.email)).filter((kind) => ['rejected', 'failed'].includes(kind))).toEqual([
      'rejected',
    ]);
    expect(await eventsOf(placed.orderId, '%ed')).toEqual(
      expect.arrayContaining(['version.submitted', 'version.rejected', 'order.failed']),
    );
    expect(
      await rowsOf('select backlink_review_status as state from article_revisions where id = $1', [
        placed.versionId,
      ]),
    ).toEqual([{ state: 'REJECTED' }]);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({
      statusMessage: 'Your content was not approved. Your payment is refunded.',
      ...{ outcome: 'rejected', failureReason: reason, progress: { step: 4 } },
      refund: { state: 'requested', amount: 12_000, currency: 'EUR', dueAt: null },
    });
    // Another reason is another action.
    expect((await reject(placed, 'Another one.')).status).toBe(409);
    expect((await retry(placed.orderId)).status).toBe(409);
  });

  test('approves and rejects at once: one of them takes place', async () => {
    for (let n = 0; n < 5; n += 1) {
      const placed = await place('ADMIN_REVIEW');
      const [one, two] = await Promise.all([approve(placed), reject(placed)]);
      expect(statuses([one, two])).toEqual([200, 409]);
      const { approved_at: approved, rejected_at: rejected } = await orderOf(placed.orderId);
      expect([approved !== null, rejected !== null]).toEqual([one.status === 200, two.status === 200]);
      expect(await refundsOf(placed.orderId)).toHaveLength(two.status === 200 ? 1 : 0);
    }
  });

  test('says nothing about a text that was not submitted', async () => {
    const placed = await place('QUALITY_CHECK');
    await regenerate(placed);
    const newer = await addVersion(galley, placed.orderId);
    await submit(placed, newer);
    const other = await place('ADMIN_REVIEW');
    expect((await approve(placed)).status).toBe(409);
    expect((await approve({ ...placed, versionId: other.versionId })).status).toBe(404);
    expect((await approve({ ...placed, versionId: newer })).status).toBe(200);
  });

  test('is told of a text that waits', async () => {
    const [tenant] = await rowsOf<{ id: string }>(
      `select id from tenants where kind = 'operator' limit 1`,
      [],
    );
    const tenantId = tenant!.id;
    await galley.db.transaction((tx) =>
      tx.members.addMember({
        tenantId,
        address: 'ada@galley.example',
        name: 'Ada',
        role: 'admin',
        locale: 'en',
        addedBy: 'test',
      }),
    );
    const waiting = await place('ADMIN_REVIEW');
    const broke = await place('BROKE');
    const alerts = (await queuedTo(galley, 'ada@galley.example')).map(({ facts }) => [
      facts['alert'],
      facts['orderId'],
    ]);
    expect(alerts).toEqual([
      ['review_waiting', waiting.orderId],
      ['order_broke', broke.orderId],
    ]);
  });
});

describe('an order that could not be done', () => {
  const refund = (graceMs: number) => refundBroken(galley.database.pool, { graceMs });

  test('tells its buyer, and is refunded after a while: once', async () => {
    const placed = await place('BROKE');
    expect((await mailsOf(placed.email)).at(-1)).toBe('failed');
    const { finished_at: finishedAt } = await orderOf(placed.orderId);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({
      statusMessage: 'We encountered an issue. Our team has been notified.',
      ...{ outcome: 'broke', failureReason: expect.any(String) as string, progress: { step: 2 } },
      refund: {
        ...{ state: 'planned', amount: 12_000, currency: 'EUR' },
        dueAt: new Date((finishedAt as Date).getTime() + 86_400_000).toISOString(),
      },
      queue: { jobs: [{ status: 'failed' }] },
      ...{ version: null, versions: [] },
    });
    await refund(86_400_000);
    expect(await refundsOf(placed.orderId)).toEqual([]);
    await Promise.all([refund(0), refund(0)]);
    await refund(0);
    expect(await refundsOf(placed.orderId)).toEqual([{ reason: 'failed', state: 'requested' }]);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({
      refund: { state: 'requested', amount: 12_000, currency: 'EUR', dueAt: null },
    });
  });

  test('is retried until then, in its next round', async () => {
    const placed = await place('BROKE');
    const answers = await Promise.all([retry(placed.orderId), retry(placed.orderId)]);
    expect(statuses(answers)).toEqual([200, 200]);
    expect(await orderOf(placed.orderId)).toMatchObject({
      status: 'PROCESSING',
      phase: 'queued',
      round: 2,
      start_no: 2,
    });
    expect(
      await rowsOf(`select start_no from outbox where order_id = $1 and kind = 'start' order by seq`, [
        placed.orderId,
      ]),
    ).toEqual([{ start_no: 1 }, { start_no: 2 }]);
    await refund(0);
    expect(await refundsOf(placed.orderId)).toEqual([]);
    await breakOrder(galley, placed.orderId);
    expect((await mailsOf(placed.email)).filter((kind) => kind === 'failed')).toHaveLength(2);
  });

  test('is either retried or refunded, never both', async () => {
    for (let n = 0; n < 8; n += 1) {
      const placed = await place('BROKE');
      const [{ status }] = await Promise.all([retry(placed.orderId), refund(0)]);
      const refunds = await refundsOf(placed.orderId);
      const { status: at } = await orderOf(placed.orderId);
      expect([status, at, refunds.length]).toEqual(
        status === 200 ? [200, 'PROCESSING', 0] : [409, 'FAILED', 1],
      );
    }
  });

  test('of which nothing was charged is not refunded', async () => {
    const placed = await place('BROKE');
    await galley.database.pool.query('update checkouts set paid_amount = 0 where order_id = $1', [
      placed.orderId,
    ]);
    await refund(0);
    expect(await refundsOf(placed.orderId)).toEqual([]);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({ refund: null });
  });
});

describe('a buyer', () => {
  test('reads the texts that were shown, and no others', async () => {
    const placed = await place('QUALITY_CHECK');
    const { orderId, cookie, versionId: first } = placed;
    await regenerate(placed);
    const second = await addVersion(galley, orderId);
    await regenerate(placed);
    const rejected = await addVersion(galley, orderId, { isRejected: true });
    await breakOrder(galley, orderId);
    const { versions, version } = dataOf(await statusOf(galley, placed)) as {
      versions: object[];
      version: { content: string; link: { start: number; end: number }; versionId: string };
    };
    expect(versions).toMatchObject([
      { versionId: second, isCurrent: true, qcStatus: 'APPROVED_BY_AI' },
      { versionId: first, isCurrent: false },
    ]);
    expect(version).toMatchObject({ versionId: second });
    expect(version.content.slice(version.link.start, version.link.end)).toBe(
      'Take a [hand coffee grinder](https://shop.example/grinders) with you.',
    );
    const read = (id: string) =>
      fromPanel(galley.apiUrl, 'GET', `${PURCHASE}/status/${orderId}/versions/${id}`, { cookie });
    expect(dataOf(await read(first!))).toMatchObject({
      versionId: first,
      isCurrent: false,
      content: expect.stringContaining('round 1') as string,
    });
    const other = await place('QUALITY_CHECK');
    for (const id of [rejected, other.versionId!, randomUUID()]) expect((await read(id)).status).toBe(404);
    expect((await read('no-id')).status).toBe(400);
  });

  test('finds the link also in a text that is given without its HTML', async () => {
    const placed = await place('PROCESSING');
    const link = 'Take a [hand coffee grinder](https://shop.example/grinders) with you.';
    await addVersion(galley, placed.orderId, { content: `<div>Before</div>\n\nA text. ${link}\n` });
    const { version } = dataOf(await statusOf(galley, placed)) as {
      version: { content: string; link: { start: number; end: number } };
    };
    expect(version.content).not.toContain('<div>');
    expect(version.content.slice(version.link.start, version.link.end)).toBe(link);
  });

  test('is told that the article has changed since the text was made, until it is out', async () => {
    const placed = await place('QUALITY_CHECK');
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({ baseChanged: false });
    await galley.operator.call('POST', `/api/articles/${sale.article.id}/versions`, {
      body: { content: `# Another\n\nA hand coffee grinder, ${randomUUID()}.\n`, publish: true },
    });
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({ baseChanged: true });
  });

  test('knows until when the text waits', async () => {
    const placed = await place('QUALITY_CHECK');
    const { deadlineAt } = dataOf(await statusOf(galley, placed));
    expect(Date.parse(String(deadlineAt)) - Date.now()).toBeGreaterThan(13.9 * 86_400_000);
  });

  test('touches nobody else’s order, and nothing without the panel’s header', async () => {
    const placed = await place('QUALITY_CHECK');
    const other = await buy(galley, articleOf(sale));
    const thief = { ...placed, cookie: other.cookie };
    for (const answer of [await regenerate(thief), await submit(thief)])
      expect(answer).toMatchObject({ status: 404, json: { success: false, error: 'not_found' } });
    expect((await statusOf(galley, thief)).status).toBe(404);
    const bare = await fetch(`${galley.apiUrl}${PURCHASE}/regenerate-backlink`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: placed.cookie },
      body: JSON.stringify({ orderId: placed.orderId }),
    });
    expect(bare.status).toBe(403);
    for (const path of [ADMIN, `${ADMIN}/${placed.orderId}`, '/api/v1/admin/queues'])
      expect((await fromPanel(galley.apiUrl, 'GET', path, { cookie: placed.cookie })).status).toBe(403);
    expect(
      (
        await fromPanel(galley.apiUrl, 'POST', `${ADMIN}/${placed.orderId}/approve`, {
          cookie: placed.cookie,
          body: { versionId: placed.versionId },
        })
      ).status,
    ).toBe(403);
    expect(await orderOf(placed.orderId)).toMatchObject({ status: 'QUALITY_CHECK', round: 1 });
  });
});

describe('a body that is not as it should be is refused, and nothing happens', () => {
  const refused: Array<
    [string, (placed: Placed) => Promise<{ status: number; json: Record<string, unknown> }>]
  > = [
    [
      'regenerate: a further field',
      (p) => byBuyer(p, 'regenerate-backlink', { orderId: p.orderId, hint: 'x' }),
    ],
    ['regenerate: no order', (p) => byBuyer(p, 'regenerate-backlink', {})],
    ['regenerate: a number', (p) => byBuyer(p, 'regenerate-backlink', { orderId: 7 })],
    ['regenerate: a list', (p) => byBuyer(p, 'regenerate-backlink', [p.orderId])],
    ['submit: no text', (p) => byBuyer(p, 'submit-for-review', { orderId: p.orderId })],
    ['submit: no id', (p) => byBuyer(p, 'submit-for-review', { orderId: p.orderId, versionId: 'latest' })],
    [
      'submit: a further field',
      (p) => byBuyer(p, 'submit-for-review', { orderId: p.orderId, versionId: p.versionId, by: 'deadline' }),
    ],
    ['approve: nothing', (p) => byAdmin(p.orderId, 'approve', {})],
    ['approve: null', (p) => byAdmin(p.orderId, 'approve', { versionId: null })],
    [
      'approve: a further field',
      (p) => byAdmin(p.orderId, 'approve', { versionId: p.versionId, force: true }),
    ],
    ['reject: no reason', (p) => byAdmin(p.orderId, 'reject', { versionId: p.versionId })],
    ['reject: an empty reason', (p) => reject(p, ' \n ')],
    ['reject: a long reason', (p) => reject(p, 'x'.repeat(1_001))],
    ['reject: a NUL', (p) => reject(p, 'no\u0000thing')],
    ['reject: half a character', (p) => reject(p, 'half \ud83d')],
    ['reject: a character that turns the text around', (p) => reject(p, 'a\u202eb')],
    ['reject: a number', (p) => byAdmin(p.orderId, 'reject', { versionId: p.versionId, reason: 4 })],
    ['retry: a field', (p) => byAdmin(p.orderId, 'retry', { part: 'text' })],
  ];

  test.each(refused)('%s', async (_, ask) => {
    const placed = await place('ADMIN_REVIEW');
    const before = await orderOf(placed.orderId);
    const { status, json } = await ask(placed);
    expect([status, json['error'], json['success']]).toEqual([400, 'bad_request', false]);
    expect(await orderOf(placed.orderId)).toEqual(before);
  });

  test('a reason of a thousand characters of four bytes is kept whole', async () => {
    const placed = await place('ADMIN_REVIEW');
    const reason = '😀'.repeat(1_000);
    expect((await reject(placed, reason)).status).toBe(200);
    expect(dataOf(await statusOf(galley, placed))).toMatchObject({ failureReason: reason });
    expect((await queuedTo(galley, placed.email)).at(-1)).toMatchObject({
      kind: 'rejected',
      facts: { reason: expect.stringMatching(/^(?:😀)+$/) as string },
    });
  });
});

test('a page that polls every five seconds for a minute, in four tabs, is answered each time', async () => {
  const limited = await startGalley({ lanes: [], env: { API_REQUESTS_PER_SECOND: '50' } });
  try {
    const own = await addForSale(limited);
    const placed = await placeIn(limited, own, 'PROCESSING');
    // Twelve times as fast as any page asks.
    const answers: PageAnswer[] = [];
    for (let n = 0; n < 12; n += 1)
      answers.push(...(await Promise.all(Array.from({ length: 4 }, () => statusOf(limited, placed)))));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
  } finally {
    await limited.stop();
  }
}, 60_000);

test('a paid order whose payment arrives after it expired goes on', async () => {
  const placed = await place('EXPIRED');
  await payByCheckout(galley, placed.orderId);
  expect(await orderOf(placed.orderId)).toMatchObject({ status: 'PROCESSING' });
});
