import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { itemReaches, orderPage, pageAbout } from '../../support/items';

interface AttemptJson {
  part: string | null;
  attempt: number;
  state: string;
  title: string | null;
  markdown: string | null;
  scores: Record<string, number> | null;
  findings: Array<{ rule: string; severity: string; quote: string | null }>;
}

interface CostsJson {
  amountMicros: number;
  reservedMicros: number;
  retriesMicros: number;
  stages: Array<{
    stage: string;
    calls: number;
    failed: number;
    amountMicros: number;
    retriesMicros: number;
  }>;
  calls: Array<{
    stage: string;
    attempt: number;
    state: string;
    tookMs: number | null;
    amountMicros: number | null;
  }>;
}

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

describe('the calendar', () => {
  const year = new Date().getUTCFullYear() + 1;

  async function entries(client: ApiClient, query: string): Promise<Array<Record<string, unknown>>> {
    const found: Array<Record<string, unknown>> = [];
    for (let cursor = ''; ;) {
      const answer = await client.call('GET', `/api/calendar?${query}${cursor && `&cursor=${cursor}`}`);
      expect(answer.status).toBe(200);
      found.push(...(answer.json['items'] as typeof found));
      if (answer.json['nextCursor'] === null) return found;
      cursor = String(answer.json['nextCursor']);
    }
  }

  test('planned and published posts stand at their times, page by page, in the zone of whoever asks', async () => {
    const plan = { timeZone: 'Europe/Berlin' };
    const late = await store.order({ sourceId: 'late kettle', publishAt: `${year}-03-28T23:30`, ...plan });
    const early = await store.order({ sourceId: 'early kettle', publishAt: `${year}-03-28T00:30`, ...plan });
    const next = await store.order({ sourceId: 'next kettle', publishAt: `${year}-03-29T00:30`, ...plan });
    const dropped = await store.order({
      sourceId: 'dropped kettle',
      publishAt: `${year}-03-28T12:00`,
      ...plan,
    });
    await store.act(dropped, 'cancel');
    await galley.stores[1]!.order({ sourceId: 'foreign kettle', publishAt: `${year}-03-28T12:00`, ...plan });
    await store.pick(early);
    await store.reaches(early, 'SCHEDULED');

    const day = `from=${year}-03-28&to=${year}-03-29&timeZone=Europe/Berlin&limit=1`;
    const found = await entries(store, day);
    expect(found.map((entry) => entry['orderId'])).toEqual([early, late]);
    expect(found[0]).toMatchObject({
      state: 'planned',
      status: 'SCHEDULED',
      at: `${year}-03-27T23:30:00.000Z`,
      atLocal: expect.stringMatching(new RegExp(`^${year}-03-28T00:30:00\\+01:00$`)) as string,
      title: (await store.read(early)).post!.title,
      url: null,
    });
    expect(found[1]).toMatchObject({ title: null });
    const all = await entries(galley.operator, `from=${year}-03-27&to=${year}-03-30`);
    expect(all).toHaveLength(4);
    expect(all.map((entry) => entry['at'])).toEqual([...all.map((entry) => String(entry['at']))].sort());
    expect(all.map((entry) => entry['orderId'])).toContain(next);
  });

  test('a published post stands at the time it went out, with its address', async () => {
    const [, , third] = galley.stores;
    const done = await third!.publish({ sourceId: 'published towels' });
    const today = new Date().toISOString().slice(0, 10);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const found = await entries(third!, `from=${today}&to=${tomorrow}`);
    expect(found).toEqual([
      expect.objectContaining({
        orderId: done.id,
        state: 'published',
        status: 'DONE',
        title: done.post!.title,
        url: done.publication!.url,
      }),
    ]);
  });

  test.each([
    '',
    'from=2027-01-01',
    'from=2027-01-02&to=2027-01-01',
    'from=2027-01-01&to=2029-01-01',
    'from=2027-02-30&to=2027-03-02',
    'from=2027-01-01&to=2027-01-02&timeZone=Mars/Olympus',
    'from=2027-01-01&to=2027-01-02&storeId=x',
    'from=2027-01-01&to=2027-01-02&cursor=made-up',
  ])('"%s" is refused', async (query) => {
    expect((await store.call('GET', `/api/calendar?${query}`)).status).toBe(400);
  });
});

describe('attempts and costs', () => {
  const policy = { draftBackoffMs: 20 };

  async function read<T>(path: string): Promise<T> {
    const answer = await galley.stores[0]!.call('GET', path);
    expect(answer.status).toBe(200);
    return answer.json as T;
  }

  test('of an order that was written three times, each attempt says what was found, and repeats have their price', async () => {
    const [store] = galley.stores;
    const keyword = 'thrice written mitten';
    const strike = (kind: string, action: object) =>
      galley.simulators.control.addFault({
        provider: 'openai',
        kind,
        match: { contains: keyword },
        action: action as never,
      });
    strike('content', { type: 'content', content: 'no JSON at all' });
    strike('content', { type: 'flaw', flaw: 'banned_claim' });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const done = await store!.reaches(id, 'DONE');

    const { items } = await read<{ items: AttemptJson[] }>(`/api/blog-generation/${id}/attempts`);
    expect(items.map(({ attempt, state }) => [attempt, state])).toEqual([
      [1, 'unusable'],
      [2, 'rejected'],
      [3, 'approved'],
    ]);
    const [unusable, rejected, approved] = items;
    expect(unusable).toMatchObject({ part: null, title: null, markdown: null, scores: null });
    expect(unusable!.findings.length).toBeGreaterThan(0);
    expect(rejected!.findings.some(({ severity }) => severity === 'blocking')).toBe(true);
    expect(approved!.title).toBe(done.post!.title);

    const costs = await read<CostsJson>(`/api/blog-generation/${id}/costs`);
    expect(costs.stages.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['ideas', 'content', 'image']),
    );
    const content = costs.stages.find(({ stage }) => stage === 'content')!;
    expect(content.calls).toBe(3);
    const repeats = costs.calls.filter(({ stage, attempt }) => stage === 'content' && attempt > 1);
    expect(content.retriesMicros).toBe(repeats.reduce((sum, call) => sum + call.amountMicros!, 0));
    expect(content.retriesMicros).toBeGreaterThan(0);
    expect(content.retriesMicros).toBeLessThan(content.amountMicros);
    expect(costs.amountMicros).toBe(done.cost.amountMicros);
    expect(costs.reservedMicros).toBe(0);
    expect(costs.calls.every(({ tookMs }) => tookMs !== null && tookMs >= 0)).toBe(true);
  }, 30_000);

  test('of a page the parts that did not pass are told by their names', async () => {
    const [store] = galley.stores;
    const keyword = 'failing felt';
    galley.simulators.control.addFault({
      provider: 'openai',
      kind: 'component',
      match: { contains: keyword },
      action: { type: 'flaw', flaw: 'banned_claim' },
    });
    const item = await orderPage(store!, pageAbout(keyword));
    await itemReaches(store!, item.id, 'completed');
    const { items } = await read<{ items: AttemptJson[] }>(`/api/generation/${item.id}/attempts`);
    expect(items).toEqual([
      expect.objectContaining({ part: 'Introduction', attempt: 1, state: 'rejected', markdown: null }),
    ]);
    const costs = await read<CostsJson>(`/api/generation/${item.id}/costs`);
    expect(costs.stages).toHaveLength(1);
    expect(costs.retriesMicros).toBeGreaterThan(0);
  }, 30_000);

  test('nobody else sees them', async () => {
    const id = await galley.stores[0]!.order({ sourceId: 'a private matter' });
    for (const what of ['attempts', 'costs', 'events'])
      expect((await galley.stores[1]!.call('GET', `/api/blog-generation/${id}/${what}`)).status).toBe(404);
  });
});
