import { temporalStep } from '../../src/local/stack-steps';
import type { StackBuild, StackOptions } from '../../src/local/stack-steps';

const WITHOUT = {} as StackBuild['state'];

test('a Temporal server that is already running is used, and left running', async () => {
  const temporal = { address: '127.0.0.1:7233', uiUrl: null };
  const build: StackBuild = {
    options: { temporal } as StackOptions,
    state: WITHOUT,
    env: { TEMPORAL_API_KEY: 'of another server', TEMPORAL_TLS: 'true' },
    taken: new Set(),
    stops: [],
  };
  expect(await temporalStep(build)).toEqual(temporal);
  expect(build.env).toEqual({
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_TLS: 'false',
    TEMPORAL_UI_URL: '',
  });
  expect(build.stops).toEqual([]);
});
