import { SAME_TITLE, titleLikeness } from '../../src/domain/blog/ideas/duplicates';
import type { FaultRule } from '../../src/simulators/core/fault-types';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Orders of this file run side by side, so that a fault names the order it is for by its keyword. */
function fault(keyword: string, rule: FaultRule): void {
  galley.simulators.control.addFault({ ...rule, match: { contains: keyword } });
}

function promptsFor(kind: string, keyword: string): string[] {
  return galley.simulators.control
    .requests({ provider: 'openai', kind })
    .map((request) => (request.body as { messages: Array<{ content: string }> }).messages[1]!.content)
    .filter((prompt) => prompt.includes(keyword));
}

function versionsOf(orderId: string): Promise<
  Array<{
    qcStatus: string;
    scores: Record<string, number> | null;
    findings: Array<{ id: string; severity: string }>;
  }>
> {
  return galley.database.pool
    .query(
      'select qc_status as "qcStatus", scores, findings from versions where order_id = $1 order by attempt',
      [orderId],
    )
    .then((result) => result.rows as never);
}

const idea = (title: string, keyword: string) => ({
  title,
  angle: `What to look at in ${title}`,
  outline: ['One', 'Two', 'Three', 'Four'],
  keyword,
  reason: 'People ask.',
});

function twins(keyword: string): string {
  const titles = [
    `How to choose a ${keyword}`,
    `Choosing the right ${keyword}`,
    `Storing a ${keyword}`,
    `Colours and their meaning`,
    `A gift for a friend`,
  ];
  return JSON.stringify({ ideas: titles.map((title) => idea(title, keyword)) });
}

test('the points of the review are saved and shown; none are shown before', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'scored teapot', policy });
  expect((await store!.reaches(id, 'AWAITING_SELECTION')).post).toBeNull();
  await store!.pick(id);
  const { post } = (await store!.reaches(id, 'DONE')) as unknown as { post: { scores: unknown } };
  const [version] = await versionsOf(id);
  expect(Object.keys(post.scores as object).sort()).toEqual([
    'accuracy',
    'brand_fit',
    'language',
    'structure',
    'usefulness',
  ]);
  expect(version!.scores).toEqual(post.scores);
});

test('low points without a finding reject, and tell the next attempt what to do better', async () => {
  const [store] = galley.stores;
  const keyword = 'dull lantern';
  const scores = { accuracy: 9, usefulness: 4, structure: 9, language: 9, brand_fit: 9 };
  fault(keyword, {
    provider: 'openai',
    kind: 'quality',
    action: { type: 'verdict', approved: true, findings: [], scores },
  });
  const done = await store!.publish({ sourceId: keyword, policy });
  const versions = await versionsOf(done.id);
  expect(versions.map(({ qcStatus }) => qcStatus)).toEqual(['REJECTED_BY_AI', 'APPROVED_BY_AI']);
  expect(versions[0]!.scores).toEqual(scores);
  expect(promptsFor('content', keyword)[1]).toContain('Improve usefulness');
});

test('a reviewer that invents its quotation does not stop a good draft', async () => {
  const [store] = galley.stores;
  const keyword = 'misquoted vase';
  const quote = 'This sentence stands nowhere in the draft.';
  const findings = [{ severity: 'blocking' as const, quote, reason: 'Wrong.', hint: 'Leave it out.' }];
  fault(keyword, {
    provider: 'openai',
    kind: 'quality',
    action: { type: 'verdict', approved: true, findings },
  });
  const done = await store!.publish({ sourceId: keyword, policy });
  const [version, ...more] = await versionsOf(done.id);
  expect(more).toEqual([]);
  expect(version!.findings).toMatchObject([{ id: 'ai-review.usefulness', severity: 'minor' }]);
});

test('ideas that say the same are asked for again, with what was wrong', async () => {
  const [store] = galley.stores;
  const keyword = 'doubled notebook';
  fault(keyword, { provider: 'openai', kind: 'ideas', action: { type: 'content', content: twins(keyword) } });
  const id = await store!.order({ sourceId: keyword, policy });
  const { ideas } = await store!.reaches(id, 'AWAITING_SELECTION');
  expect(ideas).toHaveLength(5);
  expect(ideas.map(({ title }) => title)).not.toContain(`How to choose a ${keyword}`);
  const prompts = promptsFor('ideas', keyword);
  expect(prompts).toHaveLength(2);
  expect(prompts[0]).not.toContain('Findings to fix');
  expect(prompts[1]).toContain(
    `"Choosing the right ${keyword}" is too similar to "How to choose a ${keyword}" in the same set.`,
  );
});

test('three sets with duplicates end the order', async () => {
  const [store] = galley.stores;
  const keyword = 'endless pencil';
  fault(keyword, {
    provider: 'openai',
    kind: 'ideas',
    times: 3,
    action: { type: 'content', content: twins(keyword) },
  });
  const id = await store!.order({ sourceId: keyword, policy });
  expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Draft.Rejected' });
  expect(promptsFor('ideas', keyword)).toHaveLength(3);
});

test('a second order on a keyword gets other ideas; another store knows nothing of the first', async () => {
  const [, store, other] = galley.stores;
  const keyword = 'twice ordered trowel';
  const first = await store!.publish({ sourceId: keyword, policy });
  const title = first.post!.title;
  const id = await store!.order({ sourceId: keyword, policy });
  const { ideas } = await store!.reaches(id, 'AWAITING_SELECTION');
  for (const one of ideas)
    expect(titleLikeness({ a: one.title, b: title, keyword, language: 'en' })).toBeLessThan(SAME_TITLE);
  expect(promptsFor('ideas', keyword).at(-1)).toContain(`Avoid titles:\n- ${title}`);

  const foreign = await other!.order({ sourceId: keyword, policy });
  await other!.reaches(foreign, 'AWAITING_SELECTION');
  expect(promptsFor('ideas', keyword).at(-1)).not.toContain('Avoid titles');
});

test('a draft that copies another post of the store is rejected and written anew', async () => {
  const [, , store] = galley.stores;
  const first = await store!.publish({ sourceId: 'copied garden rake', policy });
  const keyword = 'copying garden rake';
  const copy = {
    title: 'Another title',
    excerpt: 'Short.',
    metaTitle: 'Another title',
    metaDescription: 'Short.',
    slug: 'another-title',
    tags: ['garden'],
    imageAlt: 'A rake',
    imagePrompt: 'A rake',
    bodyMarkdown: first.post!.markdown.replaceAll(/copied garden rake/gi, keyword),
  };
  fault(keyword, {
    provider: 'openai',
    kind: 'content',
    action: { type: 'content', content: JSON.stringify(copy) },
  });
  const done = await store!.publish({ sourceId: keyword, policy });
  const versions = await versionsOf(done.id);
  expect(versions.map(({ qcStatus }) => qcStatus)).toEqual(['REJECTED_BY_CHECKS', 'APPROVED_BY_AI']);
  expect(versions[0]!.findings.map(({ id }) => id)).toContain('similarity.copied');
  expect(promptsFor('content', keyword)[1]).toContain('Write a new text');
});
