import { explainChecks } from '../../../src/domain/quality';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { openly } from '../catalogue/support';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const ask = (query: string) => openly(`${galley.apiUrl}/api/v1/quality-checks${query}`);

test.each([
  ['', 'en'],
  ['?language=en', 'en'],
  ['?language=de', 'de'],
] as const)('everybody reads what is checked: %j', async (query, language) => {
  const { status, json } = await ask(query);
  expect(status).toBe(200);
  expect(json).toEqual({
    success: true,
    message: 'Quality checks found.',
    data: { checks: explainChecks(language) },
  });
});

test.each(['?language=fr', '?language=', '?language=de&language=en', '?lang=de'])(
  'what it cannot answer is refused: %j',
  async (query) => {
    const { status, json } = await ask(query);
    expect([status, json['error']]).toEqual([400, 'bad_request']);
  },
);

test('many requests of one network wait for one another, and all are answered', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('?language=de')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
