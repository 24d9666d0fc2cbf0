import { randomUUID } from 'node:crypto';
import { worstOf } from '../../../src/db/catalogue/outlet-deliveries';
import { articleDelivered } from '../../../src/db/purchases/delivered';
import { prepareRestored } from '../../../src/db/restore';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { addOutletArticle, addOutletSite, addText, select } from '../../support/outlets';

jest.mock('../../../src/db/purchases/delivered', () => ({
  articleDelivered: jest.fn(() => Promise.resolve()),
}));

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  // What is queued stays where it is.
  await galley.relay.stop();
}, 60_000);

beforeEach(() => jest.mocked(articleDelivered).mockClear());

afterAll(async () => {
  await galley?.stop();
});

const place = 'hook';

/** An article of which two versions were selected, one after the other, at a hook that nothing was sent to yet. */
async function wantedTwice(): Promise<{ articleId: string; first: string; second: string }> {
  const site = await addOutletSite(galley.operator, { hookUrl: 'https://cms.example/in' });
  const { id: articleId, selectedVersionId } = await addOutletArticle(galley.operator, site);
  const second = await addText(galley.operator, articleId, 'The second text.\n');
  await select(galley.operator, articleId, second);
  await galley.db.outletDeliveries.takePlace({ articleId, no: 2, place, storeId: null });
  return { articleId, first: selectedVersionId!, second };
}

const note = (row: { articleId: string; no: number; versionId: string; url?: string }) =>
  galley.db.transaction((tx) =>
    tx.outletDeliveries.noteOutletDelivered({ url: null, ...row, place, postId: null }),
  );

test('what was delivered by an older number never takes the place of a newer one, and orders hear of each once', async () => {
  const { articleId, first, second } = await wantedTwice();
  const url = 'https://cms.example/page';
  expect(await note({ articleId, no: 2, versionId: second, url })).toBe(true);
  expect(await note({ articleId, no: 1, versionId: first })).toBe(false);
  expect(await note({ articleId, no: 2, versionId: second })).toBe(false);
  expect(await galley.db.outlets.outletOf({ articleId })).toMatchObject({
    ...{ state: 'delivered', deliveredVersionId: second, url },
  });
  expect(jest.mocked(articleDelivered).mock.calls.map(([, told]) => told)).toEqual([
    { articleId, versionId: second, url },
  ]);
});

test('an older version that went out leaves the newer one wanted, and its failure is nobody’s', async () => {
  const { articleId, first, second } = await wantedTwice();
  expect(await note({ articleId, no: 1, versionId: first })).toBe(true);
  const ended = { articleId, no: 1, state: 'failed', type: null, reason: 'x' } as const;
  await galley.db.transaction((tx) => tx.outletDeliveries.noteOutletEnded(ended));
  expect(await galley.db.outlets.outletOf({ articleId })).toMatchObject({
    ...{ state: 'wanted', deliveredVersionId: first, wantedVersionId: second, lastProblem: null },
  });
  expect(await galley.db.outletDeliveries.nextOutletWork({ articleId })).toMatchObject({
    ...{ todo: 'deliver', via: 'hook', no: 2 },
  });
});

test('of a draft that two workers created one stands, and ids of another place say nothing', async () => {
  const { articleId } = await wantedTwice();
  const claim = (draftId: string, at = place) =>
    galley.db.outletDeliveries.claimOutletDraft({ articleId, place: at, draftId });
  expect([await claim('one'), await claim('two')]).toEqual(['one', 'one']);
  expect(await claim('three', 'elsewhere')).toBeNull();
  await galley.db.outletDeliveries.takePlace({ articleId, no: 2, place: 'elsewhere', storeId: null });
  expect(await claim('three', 'elsewhere')).toBe('three');
});

test('after a restore what is on its way looks before it creates', async () => {
  const { articleId, second } = await wantedTwice();
  await prepareRestored(galley.database.pool);
  const found = await galley.db.outletDeliveries.wantedArticle({ articleId, no: 2 });
  expect(found).toMatchObject({ createVersionId: second, createBeganAt: expect.any(Date) as Date });
});

test('the worst that was found of the links stands for all', () => {
  const of = (...states: Array<'kept' | 'missing' | 'without-rel' | 'unchecked'>) =>
    worstOf(states.map((state) => ({ orderId: randomUUID(), state })));
  expect(of()).toBeNull();
  expect(of('kept', 'kept')).toBe('kept');
  expect(of('kept', 'unchecked', 'without-rel')).toBe('without-rel');
  expect(of('without-rel', 'missing')).toBe('missing');
});
