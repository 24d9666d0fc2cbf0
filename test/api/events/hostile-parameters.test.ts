import fc from 'fast-check';
import { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley, ServedApi } from '../../support/galley';

/** Schemathesis leaves the stream out, as it has no end; here everything that it takes is made up, and what it answers is read. */
let galley: Galley;
let api: ServedApi;
let client: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  api = await galley.startApi({ events: { settings: { mostOpened: 10_000 } } });
  client = new ApiClient(api.apiUrl, galley.stores[0]!.key);
  await new ApiClient(api.apiUrl, galley.stores[0]!.key).order();
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await galley?.stop();
});

interface Asked {
  status: number;
  type: string;
  text: string;
}

/** Asks for a stream and reads its beginning, or all of an answer that has an end. */
async function ask(query: string, headers: Record<string, string>): Promise<Asked> {
  const response = await fetch(`${api.apiUrl}/api/events${query}`, {
    headers: { authorization: `Bearer ${client.key}`, ...headers },
  });
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream'))
    return { status: response.status, type, text: await response.text() };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\n')) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return { status: response.status, type, text };
}

const position = fc
  .tuple(fc.bigInt(0n, 2n ** 70n), fc.bigInt(-2n, 2n ** 70n), fc.bigInt(0n, 2n ** 65n))
  .chain((parts) => fc.constantFrom(parts.slice(0, 2).join('-'), parts.join('-'), `${parts[0]}`));
const value = fc.oneof(
  position,
  fc.uuid(),
  fc.constantFrom('blog', 'item', '', 'null', '[object Object]', '0', '-1', "'; select 1 --", '%00', '../..'),
  fc.string({ unit: 'binary', maxLength: 250 }),
);
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('kind', 'batchId', 'lastEventId') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'kind[]', 'kind[$ne]', 'tenantId') },
);
/** What a header can hold on the wire. */
const header = fc.oneof(
  position,
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 400,
  }),
);

test('whatever is asked for, the answer is a stream or says what is wrong', async () => {
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, value), { maxLength: 3 }),
      fc.option(header, { nil: undefined }),
      async (pairs, lastId) => {
        const query = pairs.map(([key, one]) => `${encoded(key)}=${encoded(one)}`).join('&');
        const { status, type, text } = await ask(
          query === '' ? '' : `?${query}`,
          lastId === undefined ? {} : { 'last-event-id': lastId },
        );
        seen.add(status);
        if (status === 200) {
          expect(type).toBe('text/event-stream; charset=utf-8');
          expect(text).toMatch(/^retry: 2000\n\n/);
        } else {
          expect([400, 404]).toContain(status);
          expect(JSON.parse(text)).toMatchObject({
            error: expect.stringMatching(/^(bad_request|not_found)$/) as string,
          });
        }
      },
    ),
    { numRuns: 100 },
  );
  expect([...seen].sort()).toEqual(expect.arrayContaining([200, 400]));
  // Nothing of all that is left open.
  expect((await client.call('GET', '/api/events')).status).toBe(200);
}, 60_000);

/** As in an address; half a character has no form there. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
