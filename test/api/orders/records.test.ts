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

const policy = { draftBackoffMs: 20 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

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
