import type { ForSale } from '../../api/purchase/support';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import {
  acts,
  bought,
  callsFor,
  newArticle,
  newLink,
  publishedOf,
  reaches,
  sellGuide,
  timelineOf,
  versionsOf,
} from '../../support/purchased';

/** Commits whose activities are told nothing of them, as if their worker had been killed in between. */
let lost = 0;

let galley: Galley;
let sale: ForSale;

async function lose<T>(committed: Promise<T>): Promise<T> {
  const answer = await committed;
  if (lost === 0) return answer;
  lost -= 1;
  throw new Error('lost after the commit');
}

beforeAll(async () => {
  galley = await startGalley({
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        transaction: (work) => lose(deps.db.transaction(work)),
        purchasePublishing: {
          ...deps.db.purchasePublishing,
          publishApproved: (run) => lose(deps.db.purchasePublishing.publishApproved(run)),
        },
      },
    }),
  });
  sale = await sellGuide(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test.each([
  ['link', newLink],
  ['article', newArticle],
] as const)(
  'a %s whose answers are lost after their commits is paid for once and published once',
  async (_name, order) => {
    lost = 2;
    const { orderId } = await bought(galley, order(sale));
    const { articleId } = await reaches(galley, orderId, 'QUALITY_CHECK');
    expect(lost).toBe(0);
    const [version, ...others] = await versionsOf(galley, orderId);
    expect(others).toEqual([]);
    expect(await callsFor(galley, orderId)).toBe(2 * version!.qcAttempts);
    await acts(galley).submit(orderId);
    lost = 1;
    await acts(galley).approve(orderId);
    await reaches(galley, orderId, 'COMPLETED');
    expect((await publishedOf(galley, articleId)).versionId).toBe(version!.id);
    const timeline = await timelineOf(galley, orderId);
    for (const once of ['version.ready', 'version.published', 'order.done'])
      expect(timeline.filter((type) => type === once)).toHaveLength(1);
  },
);
