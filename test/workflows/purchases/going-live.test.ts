import { proveNoLinkLost, proveOnlyLink } from '../../../src/domain/linking';
import { createReconciler } from '../../../src/dispatch/reconciler';
import { silentLogger } from '../../../src/telemetry/logger';
import type { ForSale } from '../../api/purchase/support';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { stands, startHookSite } from '../../support/outlets';
import type { HookSite } from '../../support/outlets';
import {
  acts,
  bought,
  callsFor,
  GUIDE,
  newLink,
  orderOf,
  publishedOf,
  reaches,
  sellGuide,
  timelineOf,
  versionsOf,
} from '../../support/purchased';
import { queuedTo } from '../../support/queued-mail';
import { runsOf } from '../../support/runs';

let galley: Galley;
const outsides: HookSite[] = [];

beforeAll(async () => {
  galley = await startGalley({ env: { OUTLET_CHECK_MS: '100' } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await Promise.all(outsides.map((outside) => outside.stop()));
});

/** Takes an order to where an administrator decides. */
async function submitted(sale: ForSale, own: Record<string, unknown> = {}) {
  const link = newLink(sale, own);
  const { orderId, email } = await bought(galley, link);
  await reaches(galley, orderId, 'QUALITY_CHECK');
  await acts(galley).submit(orderId);
  await reaches(galley, orderId, 'ADMIN_REVIEW');
  return { orderId, email, link };
}

async function approved(orderId: string) {
  await acts(galley).approve(orderId);
  return reaches(galley, orderId, 'COMPLETED');
}

/** Another text takes the place of what readers see, as an administrator's would. */
async function replaceText(sale: ForSale, content: string): Promise<string> {
  const added = await galley.operator.call('POST', `/api/articles/${sale.article.id}/versions`, {
    body: { content, author: 'An editor' },
  });
  const versionId = String(added.json['id'] ?? added.json['versionId']);
  await galley.db.transaction((tx) =>
    tx.catalogueArticles.selectVersion({ articleId: sale.article.id, versionId }),
  );
  return versionId;
}

describe('case 26: two orders on one article, both made from the same version', () => {
  test('the second never erases the first one’s link: it is put into the text of then', async () => {
    const sale = await sellGuide(galley);
    const first = await submitted(sale);
    const second = await submitted(sale, { anchorText: 'ceramic burrs' });
    const baseOf = async (orderId: string) =>
      (await versionsOf(galley, orderId)).at(-1)!.metadata['base_article_version_id'];
    expect(await baseOf(second.orderId)).toBe(await baseOf(first.orderId));
    const firstDone = await approved(first.orderId);
    const calls = await callsFor(galley, second.orderId);
    const done = await approved(second.orderId);
    const [before, after] = await versionsOf(galley, second.orderId);
    expect(after).toMatchObject({
      ...{ round: 2, review: 'APPROVED', isSuperseded: false },
      metadata: {
        integration_type: 'customer_backlink_reintegration',
        base_article_version_id: firstDone.publishedVersionId,
      },
    });
    expect(before).toMatchObject({ isSuperseded: true, review: 'PENDING_REVIEW' });
    expect(done).toMatchObject({
      ...{ approvedVersionId: before!.id, publishedVersionId: after!.id, versionId: after!.id },
    });
    // No model was asked again.
    expect(await callsFor(galley, second.orderId)).toBe(calls);
    const { contentMd } = await publishedOf(galley, sale.article.id);
    const [firstText] = await versionsOf(galley, first.orderId);
    expect(proveOnlyLink(firstText!.contentMd, contentMd, second.link).ok).toBe(true);
    expect(proveNoLinkLost(firstText!.contentMd, contentMd, [first.link]).ok).toBe(true);
    expect(await timelineOf(galley, second.orderId)).toContain('version.reintegrated');
  });

  test('one made from what readers see goes live as it is', async () => {
    const sale = await sellGuide(galley);
    const first = await submitted(sale);
    await approved(first.orderId);
    const second = await submitted(sale, { anchorText: 'Soft water' });
    const done = await approved(second.orderId);
    expect(done.publishedVersionId).toBe(done.approvedVersionId);
    expect(await versionsOf(galley, second.orderId)).toHaveLength(1);
    const { contentMd } = await publishedOf(galley, sale.article.id);
    for (const { link } of [first, second]) expect(contentMd).toContain(link.targetUrl);
  });

  test('two that are approved at the same time are both in the article', async () => {
    const sale = await sellGuide(galley);
    const orders = [];
    for (const anchorText of ['hand coffee grinder', 'closed tin', 'soft water'])
      orders.push(await submitted(sale, { anchorText }));
    await Promise.all(orders.map(({ orderId }) => approved(orderId)));
    const { contentMd } = await publishedOf(galley, sale.article.id);
    for (const { link } of orders) expect(contentMd.split(link.targetUrl)).toHaveLength(2);
  });

  test('one whose place is gone is written again, and comes before the administrators again', async () => {
    const sale = await sellGuide(galley);
    const { orderId, email, link } = await submitted(sale);
    const text = `Tea needs no grinding, and no hand is needed for it.\n\n## Steeping\n\nThree minutes are enough for a green tea.\n`;
    await replaceText(sale, text);
    await acts(galley).approve(orderId);
    const again = await reaches(galley, orderId, 'ADMIN_REVIEW', 2);
    await until('the text is ready', async () => (await versionsOf(galley, orderId)).length === 2);
    const [, second] = await versionsOf(galley, orderId);
    expect(again).toMatchObject({ approvedAt: null });
    expect(second!.metadata).toMatchObject({ integration_type: 'customer_backlink_reintegration' });
    await until(
      'it is submitted',
      async () => (await orderOf(galley, orderId)).submittedVersionId === second!.id,
    );
    expect((await queuedTo(galley, email)).map(({ kind }) => kind)).not.toContain('regeneration_ready');
    await approved(orderId);
    expect(proveOnlyLink(text, (await publishedOf(galley, sale.article.id)).contentMd, link).ok).toBe(true);
  });

  test('one whose article is not published any more has no place', async () => {
    const sale = await sellGuide(galley);
    const { orderId } = await submitted(sale);
    await galley.database.pool.query('update articles set archived = true where id = $1', [sale.article.id]);
    await acts(galley).approve(orderId);
    expect(await reaches(galley, orderId, 'FAILED')).toMatchObject({ errorType: 'Link.Unplaced' });
    expect((await publishedOf(galley, sale.article.id)).contentMd).toBe(GUIDE);
  });
});

describe('an article that goes out to a publish hook', () => {
  const outletOf = (sale: ForSale, outlet: object | null) =>
    galley.operator.call('PATCH', `/api/domains/${sale.site.id}`, { body: { outlet } });

  /** An article on a site with a hook, which takes nothing before it is opened. */
  async function withHook() {
    const sale = await sellGuide(galley);
    const outside = await startHookSite();
    outsides.push(outside);
    const { json } = await outletOf(sale, { hookUrl: outside.hookUrl });
    const { id: articleId } = sale.article;
    return {
      sale,
      outside,
      async open() {
        outside.trust(String(json['hookSecret']));
        const { status } = await galley.operator.call('POST', `/api/articles/${articleId}/publish-again`);
        expect(status).toBe(200);
      },
    };
  }

  /** Publishes an order; it waits for its delivery, which has failed. */
  async function delivering(sale: ForSale, own: Record<string, unknown> = {}) {
    const order = await submitted(sale, own);
    await acts(galley).approve(order.orderId);
    await until('it is published', async () => (await orderOf(galley, order.orderId)).publishedVersionId);
    await stands(galley.operator, sale.article.id, { state: 'failed' });
    return order;
  }

  test('completes every order whose link is in it, mails its buyer, and tells its run', async () => {
    const { sale, outside, open } = await withHook();
    const first = await delivering(sale);
    const second = await delivering(sale, { anchorText: 'closed tin' });
    for (const { orderId } of [first, second])
      expect((await orderOf(galley, orderId)).status).toBe('ADMIN_REVIEW');
    await open();
    for (const { orderId, email, link } of [first, second]) {
      const done = await reaches(galley, orderId, 'COMPLETED');
      const [sent] = outside.sent;
      expect(done.publishedUrl).toBe(`${outside.url}/${sent!.body.slug}`);
      expect(sent!.body.html).toContain(`<a href="${link.targetUrl}" rel="sponsored nofollow">`);
      const mail = (await queuedTo(galley, email)).find(({ kind }) => kind === 'published');
      expect(mail!.facts['url']).toBe(done.publishedUrl);
      await until('its run is over', async () =>
        (await runsOf(galley, orderId, 'backlink')).every(({ status }) => status === 'COMPLETED'),
      );
    }
    expect(outside.sent).toHaveLength(1);
    const { links } = await stands(galley.operator, sale.article.id, { linkState: 'kept' });
    expect(links).toHaveLength(2);
  });

  test('an order whose link is not in it goes on waiting', async () => {
    const { sale, open } = await withHook();
    const { orderId } = await delivering(sale);
    const versionId = await replaceText(sale, `${GUIDE}\nWithout it.\n`);
    await stands(galley.operator, sale.article.id, { state: 'failed', wantedVersionId: versionId });
    await open();
    await stands(galley.operator, sale.article.id, { state: 'delivered', deliveredVersionId: versionId });
    expect((await orderOf(galley, orderId)).status).toBe('ADMIN_REVIEW');
  });

  test('nothing makes an order fail whose text is published', async () => {
    const { sale, open } = await withHook();
    const { orderId } = await delivering(sale);
    const handle = galley.temporal.workflow.getHandle(`backlink:${orderId}`);
    await handle.cancel();
    await handle.terminate('by a test');
    const reconciler = createReconciler({
      ...{ pool: galley.database.pool, dispatcher: galley.dispatcher, log: silentLogger() },
    });
    await reconciler.check({ kind: 'backlink', orderId });
    expect(await orderOf(galley, orderId)).toMatchObject({ status: 'ADMIN_REVIEW', errorType: null });
    await open();
    await reaches(galley, orderId, 'COMPLETED');
  });

  test('an order is done when its site has no hook any more', async () => {
    const { sale } = await withHook();
    const { orderId } = await delivering(sale);
    expect((await outletOf(sale, null)).status).toBe(200);
    expect((await reaches(galley, orderId, 'COMPLETED')).publishedUrl).toBeNull();
  });
});
