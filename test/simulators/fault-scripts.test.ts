import { describeFaultScripts, FAULT_SCRIPTS } from '../../src/simulators/core/fault-scripts';
import type { FaultRule } from '../../src/simulators/core/fault-types';
import type { Simulators } from '../../src/simulators/options';
import { chatBody, startFast } from './clients';

let simulators: Simulators;

beforeAll(async () => {
  simulators = await startFast();
});

afterAll(() => simulators?.stop());

beforeEach(() => simulators.control.reset());

const SCHEMAS: Record<string, string> = {
  ideas: 'blog_ideas',
  content: 'blog_post',
  component: 'page_component',
  quality: 'draft_review',
  article: 'site_article',
  text: 'content_text',
  link: 'article_link',
  any: 'blog_post',
};

const USER =
  "Subject: rain jackets\nKeyword: men's rain jacket\nWords: 600\nLanguage: en\nText of the link: a raincoat";

/** Sends the request of a kind that a rule is for. */
async function send(rule: FaultRule): Promise<{ status: number; text: string }> {
  const post = (url: string, body: unknown) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: 'Bearer a-key', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const read = (path: string) =>
    fetch(`${simulators.replicateUrl}${path}`, { headers: { authorization: 'Bearer a-key' } });
  const { provider, kind = 'any' } = rule;
  const model = '/models/black-forest-labs/flux-schnell';
  const asked =
    provider === 'openai'
      ? post(`${simulators.openaiUrl}/chat/completions`, chatBody(SCHEMAS[kind], USER))
      : kind === 'create'
        ? post(`${simulators.replicateUrl}${model}/predictions`, { input: { prompt: 'a hat' } })
        : read(kind === 'model' ? model : '/predictions/p1');
  const response = await asked;
  return { status: response.status, text: await response.text() };
}

const ofModels = Object.entries(FAULT_SCRIPTS).filter(([, { rules }]) =>
  rules.every(
    ({ provider, action }) =>
      provider === 'openai' || (provider === 'replicate' && ['respond', 'html'].includes(action.type)),
  ),
);

test.each(ofModels)('the fault script %s comes out of the simulator', async (name, { rules }) => {
  expect(rules.length).toBeGreaterThan(0);
  for (const rule of rules) {
    simulators.control.reset();
    const usual = await send(rule);
    simulators.control.addScript(name);
    const faulty = await send(rule);
    expect(faulty).not.toEqual(usual);
    const { action } = rule;
    if (action.type === 'respond') {
      expect(faulty.status).toBe(action.status);
      expect(faulty.text).toBe(typeof action.body === 'string' ? action.body : JSON.stringify(action.body));
    } else expect(faulty.status).toBe(200);
    if (action.type === 'rewrite') {
      const answer = JSON.parse(faulty.text) as { choices: Array<{ message: { content: string } }> };
      const { content } = answer.choices[0]!.message;
      if (action.append)
        expect((JSON.parse(content) as { bodyMarkdown: string }).bodyMarkdown).toContain(action.append);
      for (const [from, to] of action.replace ?? []) {
        expect(content).toContain(JSON.stringify(to).slice(1, -1));
        expect(content).not.toContain(from);
      }
    }
    if (action.type === 'parts') expect(faulty.text).toContain('"content":[{"type":"text","text":');
    expect(simulators.control.faults().some(({ struck }) => struck === 1)).toBe(true);
  }
});

test.each(Object.entries(FAULT_SCRIPTS))('the fault script %s is valid and has a title', (name, script) => {
  expect(name).toMatch(/^[a-z0-9-]+$/);
  expect(script.title).toMatch(/\S/);
  expect(simulators.control.addScript(name).ids).toHaveLength(script.rules.length);
});

test('a script is listed, added and ended through the control interface', async () => {
  const at = (path: string, method: string) => fetch(`${simulators.url}/control${path}`, { method });
  const { scripts } = (await (await at('/fault-scripts', 'GET')).json()) as { scripts: object };
  expect(Object.keys(scripts)).toEqual(Object.keys(FAULT_SCRIPTS));
  expect((await at('/fault-scripts/usage-missing', 'POST')).status).toBe(201);
  expect(simulators.control.faults()).toHaveLength(1);
  expect((await at('/faults', 'DELETE')).status).toBe(200);
  expect(simulators.control.faults()).toHaveLength(0);
  const unknown = await at('/fault-scripts/no-such', 'POST');
  expect([unknown.status, await unknown.json()]).toEqual([
    400,
    { message: 'there is no fault script "no-such"' },
  ]);
});

test('every fault script has its line in the help', () => {
  const lines = describeFaultScripts().split('\n');
  expect(lines).toHaveLength(Object.keys(FAULT_SCRIPTS).length);
  const numbers = lines.map((line) => Number(/ (\d+)\. /.exec(line)?.[1] ?? 0));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});
