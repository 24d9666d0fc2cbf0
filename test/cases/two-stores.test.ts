import { localTime } from '../../src/domain/blog/plan-time';
import { holdsPhrase } from '../../src/domain/text/phrase';
import { SAMPLE_STORES, sampleProducts } from '../../src/simulators/products';
import { categoriesOf } from '../../src/simulators/wix/catalog';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Sets a store up as its owner would, and answers its id. */
async function setUp(client: ApiClient, settings: Record<string, unknown>): Promise<string> {
  const list = await client.call('GET', '/api/stores');
  const [store] = list.json['items'] as Array<{ id: string }>;
  const answer = await client.call('PATCH', `/api/stores/${store!.id}`, { body: settings });
  expect([answer.status, answer.json]).toEqual([200, expect.objectContaining(settings)]);
  return store!.id;
}

const postsOf = (instanceId: string) => galley.simulators.control.posts(instanceId);

test('two stores with their own voice, language, mode and time zone, one disconnected and reconnected midway', async () => {
  const [english, german] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const [quayside, ridge] = SAMPLE_STORES;
  const englishSettings = {
    language: 'en',
    brandVoice: {
      tone: 'dry and calm',
      useWords: ['by hand'],
      avoidWords: ['customers', 'honest'],
      sample: 'We grind. You wait.',
    },
    categoryIds: [categoriesOf(quayside.instanceId)[0]!.id],
    imageStyle: 'flat lay on pale linen',
    publishMode: 'publish',
    timeZone: 'America/New_York',
  };
  const germanSettings = {
    language: 'de',
    brandVoice: {
      tone: 'herzlich und laut',
      useWords: ['wetterfest'],
      avoidWords: ['ehrlich', 'Familien'],
      sample: 'Raus mit euch!',
    },
    categoryIds: [categoriesOf(ridge.instanceId)[0]!.id],
    imageStyle: 'grobes Korn, tiefes Licht',
    publishMode: 'approve',
    timeZone: 'Europe/Berlin',
  };
  await setUp(english, englishSettings);
  const germanStore = await setUp(german, germanSettings);

  // The first store's post is planned for nine in the morning of a day after the next clock change of its zone.
  const year = new Date().getUTCFullYear() + 1;
  const planned = await english.order({
    sourceId: 'hand coffee grinder',
    publishAt: `${year}-06-01T09:00`,
    policy,
  });
  expect(await english.read(planned)).toMatchObject({
    publishAt: `${year}-06-01T13:00:00.000Z`,
    publishAtLocal: `${year}-06-01T09:00:00-04:00`,
    timeZone: 'America/New_York',
  });
  const product = sampleProducts.find(({ id }) => id === ridge.productIds[0])!;
  const approving = await german.order({ sourceType: 'product', sourceId: product.id, policy });
  await english.pick(planned);
  await german.pick(approving);
  await english.reaches(planned, 'SCHEDULED');
  await german.reaches(approving, 'AWAITING_APPROVAL');
  expect([...postsOf(quayside.instanceId), ...postsOf(ridge.instanceId)]).toEqual([]);

  // The second store is lost before its approved post is out, and says so; the first one does not notice.
  galley.simulators.control.disconnect(ridge.instanceId, true);
  await german.act(approving, 'approve');
  const waiting = await until('the order waits for its store', async () => {
    const order = await german.read(approving);
    return order.waiting?.reason === 'store_disconnected' && order;
  });
  expect(waiting).toMatchObject({ status: 'PUBLISHING', phase: 'queued' });
  const lost = await german.call('GET', `/api/stores/${germanStore}`);
  expect(lost.json).toMatchObject({ connection: 'needs_reconnect' });

  // In winter time, by the wall clock of its zone, a few seconds from now.
  const soon = localTime(new Date(Date.now() + 4_000), 'America/New_York').slice(0, 19);
  const moved = await english.act(planned, 'schedule', { publishAt: soon });
  expect(moved.status).toBe(200);
  const out = await english.reaches(planned, 'DONE');
  const due = Date.parse(String(moved.json['publishAt']));
  const published = await galley.database.pool.query<{ at: Date }>(
    'select published_at as at from publications where order_id = $1',
    [planned],
  );
  expect(published.rows[0]!.at.getTime()).toBeGreaterThanOrEqual(due);

  // Asked while it is still lost, the store stays lost; afterwards its order goes on without waiting for its next try.
  const refused = await german.call('POST', `/api/stores/${germanStore}/reconnect`, { body: {} });
  expect([refused.status, refused.json['error']]).toEqual([409, 'conflict']);
  expect((await german.read(approving)).status).toBe('PUBLISHING');
  galley.simulators.control.disconnect(ridge.instanceId, false);
  const found = await german.call('POST', `/api/stores/${germanStore}/reconnect`, { body: {} });
  expect([found.status, found.json['connection']]).toEqual([200, 'ok']);
  const approved = await german.reaches(approving, 'DONE');

  for (const [order, instanceId, settings] of [
    [out, quayside.instanceId, englishSettings],
    [approved, ridge.instanceId, germanSettings],
  ] as const) {
    const posts = postsOf(instanceId);
    expect(posts).toHaveLength(1);
    const [post] = posts;
    expect(post!.fields).toMatchObject({
      title: order.post!.title,
      language: settings.language,
      categoryIds: settings.categoryIds,
    });
    const text = `${order.post!.title}\n${order.post!.markdown}`;
    for (const word of settings.brandVoice.avoidWords)
      expect([word, holdsPhrase(text, word)]).toEqual([word, false]);
    expect(holdsPhrase(text, settings.brandVoice.useWords[0]!)).toBe(true);
    expect(order.publication!.url).toBe(post!.url);
  }
  const prompts = galley.simulators.control.predictions().map(({ input }) => String(input['prompt']));
  expect(prompts.filter((prompt) => prompt.includes(englishSettings.imageStyle))).toHaveLength(1);
  expect(prompts.filter((prompt) => prompt.includes(germanSettings.imageStyle))).toHaveLength(1);
}, 90_000);
