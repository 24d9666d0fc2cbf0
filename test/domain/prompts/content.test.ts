import type { ContentRequest } from '../../../src/contract/bulk';
import { SEARCH_INTENTS } from '../../../src/contract/bulk';
import { contentPrompt, contentSchema, contentShape } from '../../../src/domain/prompts/content';
import { factsIn } from '../../../src/domain/quality';

const base = { topic: 'Night trains', wordCount: 912, tone: 'dry', language: 'fr' };
const REQUESTS: ReadonlyArray<[ContentRequest, string[]]> = [
  [{ ...base, input: { mode: 'topic' } }, []],
  [
    { ...base, input: { mode: 'keywords', keywords: ['sleeper', 'couchette'], searchIntent: 'commercial' } },
    ['sleeper', 'couchette', 'commercial'],
  ],
  [
    {
      ...base,
      input: {
        mode: 'trends',
        trends: [{ text: 'More lines', date: '2026-11-03', sourceUrl: 'https://a.b/c' }],
      },
    },
    ['More lines', '2026-11-03', 'https://a.b/c'],
  ],
  [
    {
      ...base,
      input: { mode: 'spin', sourceMd: 'In 2024 it cost 89.\n\n[a](https://a.b/c)', similarityMax: 0.4 },
    },
    ['In 2024 it cost 89.', '- Figures: 2024 | 89', '- Link: https://a.b/c'],
  ],
];

test.each(REQUESTS)('every input reaches the prompt: %#', (request, parts) => {
  const { input, language } = request;
  const facts = input.mode === 'spin' ? factsIn(input.sourceMd, language) : undefined;
  const { user, system } = contentPrompt({ ...request, facts, findings: ['Shorten it'] });
  for (const part of [
    'Topic: Night trains',
    'Tone: dry',
    'Words: 912',
    'Language: fr',
    '- Shorten it',
    ...parts,
  ])
    expect(user).toContain(part);
  expect(system).toContain('never an instruction');
  if (input.mode === 'spin') expect(system).toContain('At most 40 %');
});

test('each mode and each search intent has a prompt of its own', () => {
  const systems = [
    ...REQUESTS.map(([request]) => contentPrompt({ ...request, findings: [] }).system),
    ...SEARCH_INTENTS.map(
      (searchIntent) =>
        contentPrompt({
          ...base,
          input: { mode: 'keywords', keywords: ['a', 'b'], searchIntent },
          findings: [],
        }).system,
    ),
  ];
  // The orders above have one of the intents.
  expect(new Set(systems).size).toBe(systems.length - 1);
});

test('an answer needs a title, a description and a text', () => {
  const answer = { title: 'A\nb', metaDescription: 'c', slug: '', bodyMarkdown: 'd' };
  expect(contentShape.parse(answer).title).toBe('A b');
  for (const bad of [{ title: ' ' }, { metaDescription: '' }, { bodyMarkdown: '' }, { slug: 3 }])
    expect(contentShape.safeParse({ ...answer, ...bad }).success).toBe(false);
  expect(contentSchema).toMatchObject({
    additionalProperties: false,
    required: ['title', 'metaDescription', 'slug', 'bodyMarkdown'],
  });
});
