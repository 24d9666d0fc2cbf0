import { MockActivityEnvironment } from '@temporalio/testing';
import type { ActivityDeps } from '../../src/activities/deps';
import { createProbes } from '../../src/activities/probes';
import { classifyHttp, classifyUnknown } from '../../src/clients/failures';
import { GalleyError } from '../../src/contract/failures';
import type { AccountState } from '../../src/domain/providers/account-feedback';
import { silentLogger } from '../../src/telemetry/logger';

const CLOSED: AccountState = {
  state: 'closed',
  reason: 'insufficient_quota',
  factor: 1,
  coolingUntil: null,
  probeAt: 900,
  probes: 0,
  trial: null,
  changedAt: 0,
};

/** The state of a closed account after a probe that is answered like this, while nobody waits for it. */
async function afterProbe(answer: { status: number; code: string }): Promise<AccountState['state']> {
  let state = CLOSED;
  const accounts = {
    readAccount: async () => ({ state, now: 1_000 }),
    changeAccount: async (
      _key: unknown,
      rule: (before: AccountState, now: number) => Promise<AccountState>,
    ) => {
      const before = state;
      state = await rule(before, 1_000);
      return { before, after: state, now: 1_000 };
    },
  };
  const tx = { accounts, wakes: { wakeClosed: async () => [] } };
  const deps = {
    db: {
      accounts,
      providerKeys: { takeKey: async () => undefined },
      transaction: (work: (of: typeof tx) => Promise<unknown>) => work(tx),
    },
    budgets: { openaiRpm: 1, openaiTpm: 1, replicateRpm: 1 },
    models: { quality: { model: 'a-reviewer', maxCompletionTokens: 1 } },
    model: {
      complete: async ({ model }: { model: string }) => {
        const body = JSON.stringify({ error: { code: answer.code } });
        const { status } = answer;
        throw new GalleyError(
          classifyHttp({ provider: 'openai', model, status, headers: {}, body, nowMs: 0 }),
        );
      },
    },
    classify: classifyUnknown,
    log: silentLogger(),
  } as unknown as ActivityDeps;
  await new MockActivityEnvironment().run(() => createProbes(deps).refreshAccount('openai', 1));
  return state.state;
}

test('an account that refuses only the model of its probe is open for the others', async () => {
  expect(await afterProbe({ status: 403, code: 'model_not_found' })).toBe('open');
});

test('one that refuses the account stays closed', async () => {
  expect(await afterProbe({ status: 429, code: 'insufficient_quota' })).toBe('closed');
});
