import { checkDraft } from '../../src/domain/quality';
import { simulatorNote } from '../../src/simulators/openai/answers';
import type { Simulators } from '../../src/simulators/options';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { chatBody, openAiOf, startFast } from '../simulators/clients';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const ASK =
  'Store: S\nSubject: hand coffee grinder\nTitle: What a good grinder does\nKeyword: hand coffee grinder\nWords: 900\nLanguage: ';

async function post(simulators: Simulators, language: string): Promise<string> {
  const completion = await openAiOf(simulators).chat.completions.create(
    chatBody('blog_post', ASK + language),
  );
  return (JSON.parse(completion.choices[0]!.message.content!) as { bodyMarkdown: string }).bodyMarkdown;
}

describe('posts of the simulated model', () => {
  let marking: Simulators;
  let plain: Simulators;

  beforeAll(async () => {
    [marking, plain] = await Promise.all([startFast({ markPosts: true }), startFast()]);
  });

  afterAll(async () => {
    await Promise.all([marking.stop(), plain.stop()]);
  });

  test.each(['en', 'de'])(
    'marked posts end with the note and are otherwise unchanged (%s)',
    async (language) => {
      const [marked, unmarked] = await Promise.all([post(marking, language), post(plain, language)]);
      expect(marked).toBe(`${unmarked}\n\nWritten by a simulator, not for publication.`);
      expect(unmarked).not.toMatch(/simulator/i);
    },
  );

  test.each(['en', 'de'])('pass quality control like unmarked ones (%s)', async (language) => {
    const judge = (markdown: string): string[] =>
      checkDraft({
        markdown,
        title: 'What a good grinder does',
        keyword: 'hand coffee grinder',
        targetWords: 900,
        language,
      }).findings.map(({ id, severity }) => `${severity} ${id}`);
    expect(judge(await post(marking, language))).toEqual(judge(await post(plain, language)));
  });
});

describe('an order whose text a simulator writes for a real store', () => {
  let galley: Galley;

  beforeAll(async () => {
    galley = await startGalley({ simulators: { markPosts: true } });
  }, 60_000);

  afterAll(async () => {
    await galley?.stop();
  });

  test('is published with the note as its last paragraph', async () => {
    const order = await galley.stores[0]!.publish();
    expect(order.post!.markdown.endsWith(`\n\n${simulatorNote}`)).toBe(true);
    const [published] = galley.simulators.control.posts(SAMPLE_STORES[0]!.instanceId);
    const { nodes } = published!.fields['richContent'] as { nodes: unknown[] };
    expect(JSON.stringify(nodes.at(-1))).toContain(simulatorNote);
  });
});
