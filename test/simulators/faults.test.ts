import type { FaultAction, Provider } from '../../src/simulators/core/fault-types';
import type { Simulators } from '../../src/simulators/options';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { membersOf } from '../../src/simulators/wix/catalog';
import { WIX_FAULT_SCRIPTS } from '../../src/simulators/wix/fault-scripts';
import { chatBody, connectStore, openAiOf, replicateOf, startFast } from './clients';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startFast();
});
afterAll(() => simulators.stop());
afterEach(() => simulators.control.reset());

const post = (path: string, body: unknown) =>
  fetch(`${simulators.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const order = (action: FaultAction, more: { kind?: string; provider?: Provider } = {}) =>
  simulators.control.addFault({ provider: 'openai', ...more, action });
const probe = () =>
  fetch(`${simulators.openaiUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-x' },
    body: JSON.stringify(chatBody(undefined, 'ping')),
  });
const ask = (schema: string, user = 'Subject: tea\nKeyword: green tea\nWords: 600') =>
  openAiOf(simulators).chat.completions.create(chatBody(schema, user));
const contentOf = async (schema: string) => (await ask(schema)).choices[0]!.message.content!;

describe('general actions', () => {
  it('respond sends the given response and does no work', async () => {
    order({
      type: 'respond',
      status: 429,
      headers: { 'retry-after': '600' },
      body: { error: { code: 'insufficient_quota' } },
    });
    const answer = await probe();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '600']);
    expect(await answer.json()).toEqual({ error: { code: 'insufficient_quota' } });
    expect((await probe()).status).toBe(200);
  });

  it('dropBefore and dropAfter close the connection, the latter after the work is done', async () => {
    const { call } = await connectStore(simulators, SAMPLE_STORES[0].instanceId);
    const memberId = membersOf(SAMPLE_STORES[0].instanceId)[0]!.id;
    const create = () => call('POST', '/blog/v3/draft-posts', { draftPost: { title: 'T', memberId } });
    order({ type: 'dropBefore' }, { provider: 'wix', kind: 'draft.create' });
    await expect(create()).rejects.toThrow();
    expect(simulators.control.drafts()).toHaveLength(0);
    order({ type: 'dropAfter' }, { provider: 'wix', kind: 'draft.create' });
    await expect(create()).rejects.toThrow();
    expect(simulators.control.drafts()).toHaveLength(1);
    expect(simulators.control.requests({ kind: 'draft.create' }).map((record) => record.answered)).toEqual([
      'dropped',
      'dropped',
    ]);
  });

  it('hang and delay hold back the response, cut truncates it, html replaces it', async () => {
    const took = async () => {
      const startedAt = performance.now();
      expect((await probe()).status).toBe(200);
      return performance.now() - startedAt;
    };
    order({ type: 'delay', ms: 80 });
    expect(await took()).toBeGreaterThan(70);
    order({ type: 'hang', ms: 80, work: true });
    expect(await took()).toBeGreaterThan(70);
    order({ type: 'cut' });
    await expect(probe().then((answer) => answer.text())).rejects.toThrow();
    order({ type: 'html' });
    const page = await probe();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('apply by kind, text and count, and after skipped requests', async () => {
    const respond: FaultAction = { type: 'respond', status: 500 };
    simulators.control.addFault({ provider: 'openai', kind: 'ideas', action: respond });
    simulators.control.addFault({
      provider: 'openai',
      match: { contains: 'nothing like it' },
      action: respond,
    });
    expect((await probe()).status).toBe(200);
    simulators.control.addFault({
      provider: 'openai',
      skip: 1,
      times: 2,
      match: { contains: 'ping' },
      action: respond,
    });
    const statuses = [];
    for (let number = 0; number < 4; number++) statuses.push((await probe()).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    simulators.control.addFault({ provider: 'openai', times: -1, action: respond });
    expect((await probe()).status).toBe(500);
    expect(simulators.control.faults().at(-1)).toMatchObject({ remaining: -1, struck: 1 });
    simulators.control.clearFaults();
    expect((await probe()).status).toBe(200);
  });
});

describe("the model's answers", () => {
  it('finish, refusal, emptyChoices and content', async () => {
    order({ type: 'finish', reason: 'length', content: 'half' });
    const half = (await ask('blog_ideas')).choices[0]!;
    expect(half.finish_reason).toBe('length');
    expect(() => JSON.parse(half.message.content!) as unknown).toThrow();
    order({ type: 'finish', reason: 'content_filter', content: null });
    expect((await ask('blog_ideas')).choices[0]).toMatchObject({
      finish_reason: 'content_filter',
      message: { content: null },
    });
    order({ type: 'refusal', text: 'I cannot help with that.' });
    expect((await ask('blog_post')).choices[0]!.message).toMatchObject({
      content: null,
      refusal: 'I cannot help with that.',
    });
    order({ type: 'emptyChoices' });
    expect((await ask('blog_post')).choices).toEqual([]);
    order({ type: 'content', content: '\uFEFF[1]' });
    expect(await contentOf('blog_post')).toBe('\uFEFF[1]');
  });

  it('flaws and verdicts', async () => {
    const body = async (flaw: (FaultAction & { type: 'flaw' })['flaw']) => {
      order({ type: 'flaw', flaw }, { kind: 'content' });
      return (JSON.parse(await contentOf('blog_post')) as { bodyMarkdown?: string }).bodyMarkdown ?? '';
    };
    expect((await body('short')).split(/\s+/).length).toBeLessThan(300);
    expect(await body('no_headings')).not.toContain('## ');
    expect(await body('ai_phrase')).toContain('As an AI language model');
    expect(await body('banned_claim')).toContain('This product cures all diseases.');
    expect((await body('keyword_missing')).toLowerCase()).not.toContain('green tea');
    const blocks = (await body('repeated')).split('\n\n').filter((block) => /^[A-Z]/.test(block));
    expect(new Set(blocks).size).toBe(1);
    expect(await body('wrong_shape')).toBe('');
    order({ type: 'flaw', flaw: 'not_json' });
    await expect(contentOf('blog_post').then((text) => JSON.parse(text) as unknown)).rejects.toThrow();
    order({ type: 'flaw', flaw: 'fenced' });
    expect(await contentOf('blog_ideas')).toMatch(/^```json\n[\s\S]*\n```$/);
    const findings = [{ severity: 'minor' as const, quote: 'q', reason: 'r', hint: 'h' }];
    order({ type: 'verdict', approved: false, findings }, { kind: 'quality' });
    const review = async () =>
      JSON.parse(await contentOf('draft_review')) as { scores: Record<string, number>; findings: unknown };
    const rejected = await review();
    expect(rejected.findings).toEqual([{ ...findings[0], criterion: 'usefulness' }]);
    expect(Math.max(...Object.values(rejected.scores))).toBeLessThan(5);
    const scores = { accuracy: 5, usefulness: 6, structure: 7, language: 8, brand_fit: 9 };
    order({ type: 'verdict', approved: true, findings: [], scores }, { kind: 'quality' });
    expect(await review()).toEqual({ scores, findings: [] });
  });
});

describe('pictures', () => {
  it.each(['failed', 'canceled', 'aborted', 'never'] as const)('a prediction ends %s', async (ends) => {
    order({ type: 'prediction', ends, error: 'out of memory' }, { provider: 'replicate', kind: 'create' });
    const client = replicateOf(simulators);
    const { id } = await client.predictions.create({ model: 'a/b', input: { prompt: 'x' } });
    const got = await client.predictions.get(id);
    expect(got.status).toBe(ends === 'never' ? 'processing' : ends);
    expect(got.output).toBeNull();
    if (ends !== 'never') expect(got.error).toBe('out of memory');
  });

  it('a delivery is expired or an HTML page', async () => {
    const [url] = (await replicateOf(simulators).run('a/b', { input: { prompt: 'x' } })) as string[];
    order({ type: 'delivery', answer: 'expired' }, { provider: 'replicate', kind: 'delivery' });
    expect((await fetch(url!)).status).toBe(403);
    order({ type: 'delivery', answer: 'html' }, { provider: 'replicate', kind: 'delivery' });
    expect((await fetch(url!)).headers.get('content-type')).toContain('text/html');
    expect((await fetch(url!)).headers.get('content-type')).toBe('image/png');
  });

  it('apply only to pictures whose input contains the text', async () => {
    const client = replicateOf(simulators);
    const [kettle] = (await client.run('a/b', { input: { prompt: 'a kettle' } })) as string[];
    const [mug] = (await client.run('a/b', { input: { prompt: 'a mug' } })) as string[];
    simulators.control.addFault({
      provider: 'replicate',
      kind: 'delivery',
      match: { contains: 'a mug' },
      action: { type: 'delivery', answer: 'expired' },
    });
    expect((await fetch(kettle!)).status).toBe(200);
    expect((await fetch(mug!)).status).toBe(403);
  });
});

describe('control over HTTP', () => {
  it('does the same as the typed control', async () => {
    expect((await post('/control/faults', { provider: 'openai', action: { type: 'nonsense' } })).status).toBe(
      400,
    );
    expect((await post('/control/faults', { provider: 'nobody', action: { type: 'html' } })).status).toBe(
      400,
    );
    expect((await post('/control/faults', null)).status).toBe(400);
    const ordered = await post('/control/faults', {
      provider: 'openai',
      times: 2,
      action: { type: 'respond', status: 503 },
    });
    expect(ordered.status).toBe(201);
    expect((await probe()).status).toBe(503);
    const get = async (path: string) =>
      (await (await fetch(`${simulators.url}/control${path}`)).json()) as Record<string, unknown[]>;
    expect((await get('/faults')).faults).toMatchObject([{ remaining: 1 }]);
    await fetch(`${simulators.url}/control/faults`, { method: 'DELETE' });
    expect((await get('/faults')).faults).toEqual([]);
    expect((await get('/requests?provider=openai')).requests).toMatchObject([
      { answered: 503, kind: 'completion' },
    ]);
    await replicateOf(simulators).run('a/b', { input: { prompt: 'x' } });
    expect((await get('/predictions')).predictions).toHaveLength(1);
    const instanceId = SAMPLE_STORES[0].instanceId;
    const { call } = await connectStore(simulators, instanceId);
    const memberId = membersOf(instanceId)[0]!.id;
    await call('POST', '/blog/v3/draft-posts', { draftPost: { title: 'T', memberId } });
    expect((await get(`/drafts?instanceId=${instanceId}`)).drafts).toHaveLength(1);
    expect((await get('/posts')).posts).toEqual([]);
    expect((await post('/control/disconnect', { instanceId, disconnected: true })).status).toBe(200);
    expect((await call('GET', '/members/v1/members')).status).toBe(403);
    expect((await post('/control/revoke-tokens', {})).status).toBe(400);
    expect(await (await post('/control/revoke-tokens', { instanceId })).json()).toEqual({ revoked: 1 });
    expect((await post('/control/expire-pictures', {})).status).toBe(200);
    expect((await post('/control/catalog', { instanceId, catalog: 'v2' })).status).toBe(400);
    expect((await post('/control/catalog', { instanceId, catalog: 'v3' })).status).toBe(200);
    expect((await post('/control/reset', {})).status).toBe(200);
    expect((await get('/predictions')).predictions).toEqual([]);
    expect((await fetch(`${simulators.url}/elsewhere`)).status).toBe(404);
  });
});

describe('named fault scripts of Wix', () => {
  test.each(Object.entries(WIX_FAULT_SCRIPTS))('%s has a title, and rules that are accepted', (_, script) => {
    expect(script.title).not.toBe('');
    for (const rule of script.rules) expect(simulators.control.addFault(rule).id).toBeTruthy();
  });

  test('a late request is answered at once and done later', async () => {
    const instanceId = SAMPLE_STORES[0].instanceId;
    const { call } = await connectStore(simulators, instanceId);
    simulators.control.addFault({
      ...{ provider: 'wix', kind: 'draft.create' },
      action: { type: 'late', ms: 100 },
    });
    const memberId = membersOf(instanceId)[0]!.id;
    const { status } = await call('POST', '/blog/v3/draft-posts', { draftPost: { title: 'T', memberId } });
    expect(status).toBe(504);
    expect(simulators.control.drafts()).toEqual([]);
    while (simulators.control.drafts().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(simulators.control.drafts()).toMatchObject([{ fields: { title: 'T' } }]);
  });
});
