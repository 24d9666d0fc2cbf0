import { SAMPLE_STORES } from '../../src/simulators/products';
import { categoriesOf, membersOf, tagsOf } from '../../src/simulators/wix/catalog';
import { holdsPhrase } from '../../src/domain/text/phrase';
import { until } from '../support/api-client';
import type { OrderJson } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

/** Two stores that say the opposite of one another; what one avoids the other likes to say. */
const settings = [
  {
    instanceId: SAMPLE_STORES[0].instanceId,
    language: 'en',
    voice: {
      tone: 'dry and calm, never loud',
      useWords: ['slow-roasted', 'by hand'],
      avoidWords: ['customers', 'bargain bin', 'honest', 'small'],
      sample: 'We grind.\n\nYou wait.  It is worth it.',
    },
    imageStyle: 'flat lay on pale linen',
    author: membersOf(SAMPLE_STORES[0].instanceId)[1]!.id,
    tagIds: tagsOf(SAMPLE_STORES[0].instanceId)
      .slice(0, 2)
      .map(({ id }) => id),
  },
  {
    instanceId: SAMPLE_STORES[1].instanceId,
    language: 'de',
    voice: {
      tone: 'herzlich und laut',
      useWords: ['bargain bin', 'wetterfest'],
      avoidWords: ['by hand', 'Familien', 'ehrlich', 'Checkliste'],
      sample: 'Raus mit euch! Es regnet? Na und!',
    },
    imageStyle: 'grobes Korn, tiefes Licht',
    author: membersOf(SAMPLE_STORES[1].instanceId)[1]!.id,
    tagIds: [tagsOf(SAMPLE_STORES[1].instanceId)[2]!.id],
  },
];

type Settings = (typeof settings)[number];

const categoriesFor = ({ instanceId }: Settings) => categoriesOf(instanceId).map(({ id }) => id);

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
  for (const store of settings)
    await galley.database.pool.query(
      `update stores set language = $2, brand_voice = $3, image_style = $4, author_id = $5,
              category_ids = $6, tag_ids = $7 where instance_id = $1`,
      [
        store.instanceId,
        store.language,
        JSON.stringify(store.voice),
        store.imageStyle,
        store.author,
        JSON.stringify(categoriesFor(store)),
        JSON.stringify(store.tagIds),
      ],
    );
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** The requests for one order, which is known by its keyword. */
function promptsFor(kind: 'ideas' | 'content' | 'quality', keyword: string): string[] {
  return galley.simulators.control
    .requests({ provider: 'openai', kind })
    .map((request) => (request.body as { messages: Array<{ content: string }> }).messages[1]!.content)
    .filter((prompt) => prompt.includes(`Subject: ${keyword}\n`));
}

function picturePromptsFor(title: string): string[] {
  return galley.simulators.control
    .requests({ provider: 'replicate', kind: 'create' })
    .map((request) => (request.body as { input: { prompt: string } }).input.prompt)
    .filter((prompt) => prompt.startsWith(title));
}

function draftsTitled(title: string): Array<Record<string, unknown>> {
  return galley.simulators.control
    .requests({ provider: 'wix', kind: 'draft.create' })
    .map((request) => (request.body as { draftPost: Record<string, unknown> }).draftPost)
    .filter((draft) => draft['title'] === title);
}

/** The published page of an order as a reader gets it, with what search engines and picture readers are told. */
async function pageOf(order: OrderJson): Promise<string> {
  const fields = galley.simulators.control.posts().find(({ id }) => id === order.publication!.postId)!.fields;
  const page = await (await fetch(order.publication!.url!)).text();
  return `${page.replace(/<[^>]*>/g, ' ')} ${JSON.stringify(fields)}`;
}

function versionsOf(
  orderId: string,
): Promise<Array<{ qcStatus: string; findings: Array<{ id: string; quote?: string; hint: string }> }>> {
  return galley.database.pool
    .query('select qc_status as "qcStatus", findings from versions where order_id = $1 order by created_at', [
      orderId,
    ])
    .then((result) => result.rows as never);
}

test('every setting of two stores reaches the providers and the published post, side by side', async () => {
  const keywords = ['kettle lid', 'Regenhaube'];
  const orders = await Promise.all(
    settings.map((_, at) => galley.stores[at]!.publish({ sourceId: keywords[at], policy })),
  );
  for (const [at, own] of settings.entries()) {
    const other = settings[1 - at]!;
    const order = orders[at]!;
    const { title } = order.post!;
    for (const kind of ['ideas', 'content', 'quality'] as const) {
      const prompts = promptsFor(kind, keywords[at]!);
      expect(prompts.length).toBeGreaterThan(0);
      for (const prompt of prompts) {
        const [labelled] = prompt.split('\nDraft:\n');
        expect(labelled).toContain(`\nLanguage: ${own.language}\n`);
        expect(labelled).toContain(`\nTone: ${own.voice.tone}\n`);
        expect(labelled).toContain(['\nWords to use:', ...own.voice.useWords, ''].join('\n- ').slice(0, -2));
        expect(labelled).toContain(
          ['\nWords to avoid:', ...own.voice.avoidWords, ''].join('\n- ').slice(0, -2),
        );
        expect(labelled).toContain(`Sample of the store's voice: ${own.voice.sample.replace(/\s+/g, ' ')}`);
        expect(labelled).not.toContain(other.voice.tone);
      }
    }
    const pictures = picturePromptsFor(title);
    expect(pictures.length).toBeGreaterThan(0);
    for (const prompt of pictures) expect(prompt).toContain(` Style: ${own.imageStyle}.`);
    expect(draftsTitled(title)).toMatchObject([
      {
        language: own.language,
        categoryIds: categoriesFor(own),
        tagIds: own.tagIds,
        memberId: own.author,
      },
    ]);
    const page = await pageOf(order);
    expect(page).toContain(title);
    expect(own.voice.avoidWords.filter((word) => holdsPhrase(page, word))).toEqual([]);
    expect(own.voice.useWords.filter((word) => holdsPhrase(page, word))).toEqual(own.voice.useWords);
    expect(page).toContain(own.voice.tone);
  }
});

test('a draft with an avoided word is rejected, and the next attempt is told so and is clean', async () => {
  const [store] = galley.stores;
  const keyword = 'enamel colander';
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'content',
    match: { contains: keyword },
    action: { type: 'flaw', flaw: 'avoided_word' },
  });
  const order = await store!.publish({ sourceId: keyword, policy });
  const [rejected, approved, ...more] = await versionsOf(order.id);
  expect(more).toEqual([]);
  expect(rejected).toMatchObject({ qcStatus: 'REJECTED_BY_CHECKS' });
  const finding = rejected!.findings.find(({ id }) => id === 'voice.avoided')!;
  expect(finding.quote).toContain('customers');
  expect(approved!.qcStatus).toBe('APPROVED_BY_AI');
  expect(approved!.findings.map(({ id }) => id)).not.toContain('voice.avoided');
  const [first, second] = promptsFor('content', keyword);
  expect(first).not.toContain('Findings to fix');
  expect(second).toContain(finding.hint);
});

test('an avoided word is found in every text around the post', async () => {
  const [store] = galley.stores;
  const keyword = 'copper ladle';
  const text = 'Straight from the Bargain  Bin';
  const fields = ['title', 'excerpt', 'metaTitle', 'metaDescription', 'imageAlt', 'tags'];
  for (const field of fields)
    galley.simulators.control.addFault({
      provider: 'openai',
      kind: 'content',
      match: { contains: keyword },
      action: { type: 'patch', fields: { [field]: field === 'tags' ? [text] : text } },
    });
  const { id } = await store!.publish({
    sourceId: keyword,
    policy: { ...policy, draftBackoffMs: 1, draftAttempts: fields.length + 1 },
  });
  const versions = await versionsOf(id);
  expect(versions.at(-1)!.qcStatus).toBe('APPROVED_BY_AI');
  const quotes = versions.map(({ findings }) => findings.find((one) => one.id === 'voice.avoided')?.quote);
  expect(quotes).toEqual([...fields.map(() => 'Straight from the Bargain Bin'), undefined]);
});

test('ideas with an avoided word are not shown, and the next five are told why', async () => {
  const [store] = galley.stores;
  const keyword = 'tin funnel';
  const titles = [
    'A bargain bin find',
    'Pouring oil',
    'Rust and rinsing',
    'Gifts that last',
    'Small kitchens',
  ];
  const ideas = titles.map((title, at) => ({
    title,
    angle: `Angle ${at}`,
    outline: ['One', 'Two', 'Three', 'Four'],
    keyword,
    reason: 'Asked for.',
  }));
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    match: { contains: keyword },
    action: { type: 'patch', fields: { ideas } },
  });
  const id = await store!.order({ sourceId: keyword, policy });
  const shown = await store!.reaches(id, 'AWAITING_SELECTION');
  for (const { title } of shown.ideas) expect(titles).not.toContain(title);
  const [, second] = promptsFor('ideas', keyword);
  expect(second).toContain('"A bargain bin find" contains "bargain bin"');
  expect(second).toContain('"Small kitchens" contains "small"');
  await store!.act(id, 'cancel');
});

test('declining ideas with a hint brings different ideas that follow it', async () => {
  const [store] = galley.stores;
  const keyword = 'cork trivet';
  const id = await store!.order({ sourceId: keyword, policy });
  const first = await store!.reaches(id, 'AWAITING_SELECTION');
  const hint = 'something about gifts for cooks';
  expect((await store!.act(id, 'new-ideas', { hint })).status).toBe(200);
  const second = await until('other ideas', async () => {
    const order = await store!.read(id);
    return (
      order.status === 'AWAITING_SELECTION' &&
      !order.ideas.some((idea) => idea.id === first.ideas[0]!.id) &&
      order
    );
  });
  const old = first.ideas.map(({ title }) => title);
  const fresh = second.ideas.map(({ title }) => title).filter((title) => !old.includes(title));
  expect(fresh).toHaveLength(5);
  expect(fresh.filter((title) => title.includes('gifts for cooks')).length).toBeGreaterThan(0);
  const prompt = promptsFor('ideas', keyword).at(-1)!;
  expect(prompt).toContain('\nHint: something about gifts for cooks');
  expect(prompt).toContain(['\nAvoid titles:', ...old].join('\n- '));
  await store!.act(id, 'cancel');
});

test('a title supplied by a person is enough, even with an avoided word', async () => {
  const [store] = galley.stores;
  const title = 'Straight from the bargain bin: our cast-iron pans';
  const id = await store!.order({ sourceId: 'cast-iron pan', policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  expect((await store!.act(id, 'select', { title })).status).toBe(200);
  const done = await store!.reaches(id, 'DONE');
  expect(done.post).toMatchObject({ title, attempts: 1 });
  const [prompt] = promptsFor('content', 'cast-iron pan');
  expect(prompt).toContain(`\nTitle: ${title}\nKeyword: `);
  expect(prompt).not.toMatch(/^(Angle|Outline):/m);
});

test('a text and a picture rejected with hints are made again accordingly', async () => {
  const [store] = galley.stores;
  const keyword = 'oak ladle';
  const id = await store!.order({ sourceId: keyword, publishMode: 'approve', policy });
  await store!.pick(id);
  const first = await store!.reaches(id, 'AWAITING_APPROVAL');
  await store!.act(id, 'regenerate', { part: 'text', hint: 'please mention the seven year guarantee' });
  const second = await until('another text', async () => {
    const order = await store!.read(id);
    return order.status === 'AWAITING_APPROVAL' && order.post!.versionId !== first.post!.versionId && order;
  });
  const prompt = promptsFor('content', keyword).at(-1)!;
  expect(prompt).toContain('\nHint: please mention the seven year guarantee\n');
  expect(prompt.endsWith(`\nDraft:\n${first.post!.markdown}`)).toBe(true);
  expect(second.post!.markdown.split('\n\n')[0]).toContain('the seven year guarantee');
  const paragraphs = first.post!.markdown.split('\n\n').filter((block) => /^\p{L}.*\.$/u.test(block));
  expect(paragraphs.filter((block) => second.post!.markdown.includes(block))).toEqual([]);

  await store!.act(id, 'regenerate', { part: 'picture', hint: 'by a window.' });
  await until('another picture', async () => {
    const order = await store!.read(id);
    return order.status === 'AWAITING_APPROVAL' && order.round === 3;
  });
  const pictures = picturePromptsFor(second.post!.title);
  expect(pictures.at(-1)).toMatch(/ Style: flat lay on pale linen\. Hint: by a window\.$/);
  expect(pictures[0]).not.toContain('Hint:');
  await store!.act(id, 'approve');
  await store!.reaches(id, 'DONE');
});
