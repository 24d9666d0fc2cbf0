import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KnownDraft, Publisher, Publishers } from '../../src/clients/publisher';
import { GalleyError } from '../../src/contract/failures';
import { toPlainText } from '../../src/domain/text/markdown';
import { normaliseWhitespace } from '../../src/domain/text/text';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const ROOT = path.join(__dirname, '..', '..');

/** Where a platform may be named: where it is listed, put together, configured, simulated, or shown to people. */
const AT_HOME = [
  'src/clients/publishers.ts',
  'src/clients/wix/',
  'src/config/',
  'src/contract/platforms.ts',
  'src/domain/text/markdown/index.ts',
  'src/domain/text/markdown/ricos-inline.ts',
  'src/domain/text/markdown/ricos.ts',
  'src/domain/text/markdown/to-ricos.ts',
  'src/local/doctor-platforms.ts',
  'src/local/doctor-wix.ts',
  'src/local/providers.ts',
  'src/local/sample-plan.ts',
  'src/openapi/api-types.d.ts',
  'src/panel/messages/',
  'src/simulators/',
];

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

test('no other file names a platform, its format or its words', () => {
  const naming = filesUnder('src').filter((file) =>
    /wix|ricos/i.test(file + readFileSync(path.join(ROOT, file), 'utf8')),
  );
  expect(naming.filter((file) => !AT_HOME.some((place) => file.startsWith(place)))).toEqual([]);
  expect(AT_HOME.filter((place) => !naming.some((file) => file.startsWith(place)))).toEqual([]);
});

// @ts-expect-error Publishers that lack a platform do not compile.
void ({} satisfies Publishers);

/** A site made of paper: its documents are lines, and it asks nobody. */
interface Paper {
  lines: string[];
}

const drafts = new Map<string, KnownDraft>();
const asked: string[] = [];
const limits = {
  requestsPerMinute: 60,
  requestsPerActivity: 1,
  requestsPerQuestion: 6,
  contentBytes: 100_000,
  titleGraphemes: 300,
};
let isAnswerLost = false;
/** Ids are never used again, as at any site. */
let made = 0;

function linesOf(document: unknown): string[] {
  return (document as Partial<Paper> | undefined)?.lines ?? [];
}

const paper: Publisher = {
  displayName: 'Paper',
  limits,
  format: {
    render: (markdown): Paper => ({ lines: toPlainText(markdown).split('\n') }),
    bytes: (document) => Buffer.byteLength(linesOf(document).join('\n')),
    visibleText: (document) => normaliseWhitespace(linesOf(document).join(' ')),
    links: () => [],
    // What it adds itself replaces any mark.
    isMarked: () => false,
  },
  signedSite: () => undefined,
  check: async () => undefined,
  author: async ({ siteId }) => `author of ${siteId}`,
  async upload({ fileName, bytes }) {
    asked.push('upload');
    const url = `https://paper.example/${fileName}`;
    return { state: 'ready', media: { id: fileName, url, width: bytes.length, height: 1 } };
  },
  async uploaded({ mediaId }) {
    return { state: 'ready', media: { id: mediaId, url: '', width: 0, height: 0 } };
  },
  async createDraft({ draft }) {
    asked.push('createDraft');
    const id = `draft-${(made += 1)}`;
    const { categoryIds = [], tagIds = [], picture } = draft;
    const kept = {
      ...{ ...draft, id, categoryIds, tagIds, pictureId: picture?.id ?? null },
      ...{ createdAt: new Date().toISOString(), editedAt: new Date().toISOString(), published: false },
      // Like any site it adds what nobody reads.
      content: { lines: ['', ...linesOf(draft.content)], paper: 'A4' },
    };
    drafts.set(id, kept);
    if (isAnswerLost)
      throw new GalleyError({ type: 'Provider.Busy', reason: 'no_answer', detail: 'the answer was lost' });
    return kept;
  },
  async updateDraft({ draftId, content }) {
    asked.push('updateDraft');
    const draft = drafts.get(draftId);
    if (draft) drafts.set(draftId, { ...draft, content });
  },
  async draftsByTitle({ titles }) {
    asked.push('draftsByTitle');
    return [...drafts.values()].filter((draft) => titles.includes(draft.title));
  },
  postsByTitle: async () => [],
  deleteDraft: async ({ draftId }) => void drafts.delete(draftId),
  async publishDraft({ draftId }) {
    asked.push('publishDraft');
    drafts.get(draftId)!.published = true;
    return { postId: `post of ${draftId}` };
  },
  post: async ({ postId }) => ({ id: postId, url: `https://paper.example/${encodeURIComponent(postId)}` }),
  posts: async () => [],
  product: async ({ productId }) => ({ id: productId, name: 'Paper lamp', description: '', facts: [] }),
  products: async () => [],
  category: async ({ categoryId }) => ({ id: categoryId, name: 'Paper lamps', description: 'They fold.' }),
  categoryProducts: async () => ['Paper lamp', 'Paper moon'],
};

describe('orders on another platform', () => {
  let galley: Galley;
  let store: ApiClient;

  beforeAll(async () => {
    galley = await startGalley({ deps: (deps) => ({ ...deps, publishers: { wix: paper } }) });
    store = galley.stores[0]!;
  }, 60_000);

  afterAll(async () => {
    await galley?.stop();
  });

  beforeEach(() => {
    drafts.clear();
    asked.length = 0;
    isAnswerLost = false;
    Object.assign(limits, { contentBytes: 100_000, titleGraphemes: 300 });
  });

  const post = () => store.publish({ sourceType: 'category', sourceId: 'lamps' });

  test('are published in its own format, and nobody else is asked', async () => {
    const done = await post();
    const postId = 'post of draft-1';
    expect(done.publication).toMatchObject({ postId, url: `https://paper.example/post%20of%20draft-1` });
    expect(asked).toEqual(['upload', 'createDraft', 'publishDraft']);
    const [draft] = drafts.values();
    expect(draft).toMatchObject({ title: done.post!.title, authorId: expect.stringMatching(/^author of /) });
    expect(paper.format.visibleText(draft!.content)).toBe(
      normaliseWhitespace(toPlainText(done.post!.markdown)),
    );
    const events = await store.events(done.id);
    expect(events.map(({ type }) => type)).not.toContain('publish.differs');
    expect(galley.simulators.control.requests({ provider: 'wix' })).toEqual([]);
  });

  test('a draft whose answer was lost is known again by what its document says', async () => {
    isAnswerLost = true;
    const done = await post();
    expect([...drafts.keys()]).toEqual([done.publication!.draftId]);
    expect(asked).toEqual(['upload', 'createDraft', 'draftsByTitle', 'publishDraft']);
  });

  test.each([
    ['content', { contentBytes: 10 }],
    ['title', { titleGraphemes: 3 }],
  ])('a %s beyond its limit is refused before anything is sent', async (_what, tighter) => {
    Object.assign(limits, tighter);
    const id = await store.order({ sourceType: 'product', sourceId: 'lamp' });
    await store.pick(id);
    expect((await store.reaches(id, 'FAILED')).errorType).toBe('Publish.Rejected');
    expect(asked).toEqual(['upload']);
  });
});
