import { ConfigError, loadConfig } from '../../src/config/config';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test.each([
  ['OPENAI_MODEL_IDEAS', 'new-model'],
  ['OPENAI_MODEL_CONTENT', 'new-model'],
  ['OPENAI_MODEL_QUALITY', 'new-model'],
  ['REPLICATE_MODEL', 'somebody/pictures'],
])('%s must name a model that has a price', (name, model) => {
  expect(problemsOf({ [name]: model })).toEqual([
    expect.stringMatching(`^${name} .*no price: set MODEL_PRICES`),
  ]);
  const price = name === 'REPLICATE_MODEL' ? { picture: 0.01 } : { input: 1, output: 2 };
  expect(problemsOf({ [name]: model, MODEL_PRICES: JSON.stringify({ [model]: price }) })).toEqual([]);
});

test('a price of the wrong kind does not count', () => {
  const env = { REPLICATE_MODEL: 'x/y', MODEL_PRICES: '{"x/y": {"input": 1, "output": 1}}' };
  expect(problemsOf(env)).toEqual([expect.stringContaining('REPLICATE_MODEL')]);
});

test('unreadable prices are reported with the name of their setting', () => {
  expect(problemsOf({ MODEL_PRICES: '{"gpt-4o": ' })).toEqual(['MODEL_PRICES must be one JSON document.']);
  expect(problemsOf({ MODEL_PRICES: '{"gpt-4o": {"input": -1, "output": 1}}' })).toEqual([
    expect.stringMatching(/^MODEL_PRICES entry 1 must be/),
  ]);
});

test('a configured price overrides the list', () => {
  const { prices } = loadConfig({ MODEL_PRICES: '{"gpt-4o": {"input": 1, "output": 2}}' });
  expect(prices.tokens['gpt-4o']).toEqual({ input: 1_000_000, output: 2_000_000 });
  expect(prices.tokens['gpt-4o-mini']).toEqual(loadConfig({}).prices.tokens['gpt-4o-mini']);
});
