import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { classifyUnknown } from '../../src/clients/failures';
import { createOpenAiClient } from '../../src/clients/openai';
import { createReplicateClient } from '../../src/clients/replicate';
import { createWixPublisher } from '../../src/clients/wix/client';
import { FAILURES } from '../../src/contract/failures';
import { ideasShape } from '../../src/domain/prompts/ideas';
import { readAnswer } from '../../src/domain/providers/completion';
import { isStorable } from '../../src/domain/text/storable';
import { oddAnswerOf, randomOf } from './odd-answers';
import type { OddAnswer } from './odd-answers';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_301);

let server: Server;
let base: string;
let next: OddAnswer;
/** Whether a site's tokens are granted as they should be. */
let grantsTokens = true;

beforeAll(async () => {
  // The runner's sandbox has error classes of its own; what the network throws is of Node's.
  const thrown = async (work: Promise<unknown>) => (await work.catch((error: Error) => error)) as Error;
  globalThis.TypeError = (await thrown(fetch('none://'))).constructor as TypeErrorConstructor;
  globalThis.SyntaxError = (await thrown(new Response('{').json())).constructor as SyntaxErrorConstructor;
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (request.url?.endsWith('/oauth2/token') && grantsTokens) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"access_token":"t","expires_in":14400}');
        return;
      }
      const { status, headers, body, breaks } = next;
      const length = body.length + (breaks ? 10 : 0);
      response.writeHead(status, { ...headers, 'content-length': length });
      if (!breaks) response.end(body);
      else response.write(body.length > 0 ? body : 'x', () => response.socket?.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

/** What has to be true of any answer: a value, or a failure that somebody can read and act on. */
async function expectEnding(n: number, what: string, work: () => Promise<unknown>): Promise<string> {
  const ending = await work().then(
    () => 'value',
    (error: unknown) => {
      const failure = classifyUnknown(error);
      const shown = `answer ${n} to ${what}: ${next.status} ${next.body.toString().slice(0, 300)} → ${failure.detail.slice(0, 500)}`;
      if (failure.type === 'Internal.Fault') throw new Error(shown);
      if (FAILURES[failure.type].reader.length < 20) throw new Error(`no sentence: ${shown}`);
      if (!/^[\w.-]{1,64}$/.test(failure.reason)) throw new Error(`reason "${failure.reason}": ${shown}`);
      if (!isStorable(failure.detail)) throw new Error(`not storable: ${shown}`);
      return failure.type;
    },
  );
  return ending;
}

const signal = new AbortController().signal;
const timeoutMs = 5_000;

const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'm',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: '{"ideas":[]}', refusal: null },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 },
};

const prediction = {
  id: 'p1',
  status: 'succeeded',
  output: ['https://example.com/out.png'],
  error: null,
  created_at: '2026-03-01T10:00:00.000Z',
  input: { prompt: 'a hat', seed: 7 },
};

/** Everything that a site may answer, in one document. */
const site = {
  draftPost: {
    id: 'd1',
    title: 'T',
    excerpt: 'E',
    memberId: 'm1',
    editedDate: '2026-03-01T10:00:00.000Z',
    richContent: { nodes: [{ type: 'PARAGRAPH', nodes: [{ type: 'TEXT', textData: { text: 'x' } }] }] },
    media: { wixMedia: { image: { id: 'i' } } },
    hashtags: ['a'],
    seoSlug: 's',
  },
  draftPosts: [{ id: 'd1', title: 'T', editedDate: '2026-03-01T10:00:00.000Z' }],
  postId: 'p1',
  post: { id: 'p1', title: 'T', url: { base: 'https://example.com', path: '/p' }, slug: 's' },
  posts: [{ id: 'p1', title: 'T', url: { base: 'https://example.com', path: '/p' } }],
  members: [{ id: 'm1' }],
  uploadUrl: 'https://127.0.0.1:1/upload',
  file: { id: 'f1', url: 'https://example.com/f', operationStatus: 'READY' },
  product: {
    id: 'x',
    name: 'Kettle',
    description: '<p>x</p>',
    additionalInfoSections: [{ title: 'a', description: 'b' }],
  },
  products: [{ id: 'x', name: 'Kettle', media: { mainMedia: { image: { url: 'https://example.com/k' } } } }],
  collection: { id: 'c', name: 'C', description: 'x' },
  category: { id: 'c', name: 'C', description: 'x' },
  catalogVersion: 'V1_CATALOG',
};

test('1,000 odd answers of a model provider end in a value or a failure that says what to do', async () => {
  const random = randomOf(SEED);
  const endings = new Map<string, number>();
  for (let n = 0; n < 1_000; n += 1) {
    next = oddAnswerOf(random, completion);
    // A client of its own each, as they remember what a server refused.
    const client = createOpenAiClient({ apiKey: 'k', baseUrl: `${base}/v1`, timeoutMs, now: Date.now });
    const ending = await expectEnding(n, 'complete', async () => {
      const answer = await client.complete({
        model: 'm',
        system: 's',
        user: 'u',
        schemaName: 'blog_ideas',
        schema: { type: 'object' },
        maxCompletionTokens: 10,
        signal,
      });
      readAnswer(answer, ideasShape);
    });
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  // Otherwise the answers would not be odd in enough ways.
  for (const type of ['value', 'Provider.Busy', 'Provider.Closed', 'Provider.Rejected', 'Draft.Refused'])
    expect([type, endings.get(type) ?? 0]).toEqual([type, expect.any(Number)]);
  expect(endings.get('value')).toBeGreaterThan(50);
  expect(endings.get('Draft.Refused')).toBeGreaterThan(5);
}, 60_000);

test('400 odd answers of a picture provider end likewise', async () => {
  const random = randomOf(SEED + 1);
  const client = createReplicateClient({
    apiToken: 'k',
    baseUrl: base,
    model: 'owner/name',
    timeoutMs,
    now: Date.now,
  });
  const calls: Array<[string, unknown, () => Promise<unknown>]> = [
    ['create', prediction, () => client.create({ prompt: 'a hat', seed: 7, signal })],
    ['get', prediction, () => client.get({ id: 'p1', signal })],
    ['list', { results: [prediction], next: null }, () => client.recent({ signal })],
    ['model', { owner: 'owner' }, () => client.checkModel({ signal })],
    ['cancel', prediction, () => client.cancel({ id: 'p1' })],
    ['download', 'bytes', () => client.download({ url: `${base}/out.png`, signal })],
  ];
  for (let n = 0; n < 400; n += 1) {
    const [what, template, call] = calls[n % calls.length]!;
    next = oddAnswerOf(random, template);
    await expectEnding(n, what, call);
  }
}, 60_000);

test.each(['', 'no address', 'ftp://example.com/a', 'javascript:alert(1)', 'file:///etc/passwd', '//x'])(
  'a picture at "%s" is not fetched, and not asked for again',
  async (url) => {
    const client = createReplicateClient({
      apiToken: 'k',
      baseUrl: base,
      model: 'a/b',
      timeoutMs,
      now: Date.now,
    });
    await expect(client.download({ url, signal })).rejects.toMatchObject({
      failure: { type: 'Picture.Failed', reason: 'output_unusable' },
    });
  },
);

test('600 odd answers of a store end likewise', async () => {
  const random = randomOf(SEED + 2);
  const draft = {
    title: 'T',
    excerpt: 'E',
    authorId: 'm1',
    content: { nodes: [] },
    language: 'en',
    slug: 's',
    metaTitle: 'M',
    metaDescription: 'D',
    hashtags: [],
    picture: null,
  };
  for (let n = 0; n < 600; n += 1) {
    const client = createWixPublisher({
      appId: 'app',
      appSecret: 'secret',
      baseUrl: base,
      timeoutMs,
      requestsPerMinute: 200,
      now: Date.now,
    });
    const call = { siteId: 'a-site', signal };
    const calls: Array<[string, () => Promise<unknown>]> = [
      ['check', () => client.check(call)],
      ['author', () => client.author(call)],
      [
        'upload',
        () => client.upload({ ...call, fileName: 'a.png', bytes: Buffer.from('x'), mimeType: 'image/png' }),
      ],
      ['createDraft', () => client.createDraft({ ...call, draft })],
      ['draftsByTitle', () => client.draftsByTitle({ ...call, titles: ['T'] })],
      ['postsByTitle', () => client.postsByTitle({ ...call, titles: ['T'] })],
      ['deleteDraft', () => client.deleteDraft({ ...call, draftId: 'd1' })],
      ['publishDraft', () => client.publishDraft({ ...call, draftId: 'd1' })],
      ['post', () => client.post({ ...call, postId: 'p1' })],
      ['posts', () => client.posts({ ...call, limit: 5 })],
      ['product', () => client.product({ ...call, productId: 'x' })],
      ['products', () => client.products({ ...call, query: 'k', limit: 5 })],
      ['category', () => client.category({ ...call, categoryId: 'c' })],
      ['categoryProducts', () => client.categoryProducts({ ...call, categoryId: 'c', limit: 5 })],
    ];
    const [what, work] = calls[n % calls.length]!;
    grantsTokens = random() > 0.1;
    next = oddAnswerOf(random, grantsTokens ? site : { access_token: 't', expires_in: 14_400 });
    await expectEnding(n, what, work);
  }
}, 60_000);
