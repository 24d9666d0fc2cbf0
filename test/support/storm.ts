import { setTimeout as pause } from 'node:timers/promises';
import type { FaultRule } from '../../src/simulators/core/fault-types';
import { createChance } from '../../src/simulators/core/random';
import type { Chance } from '../../src/simulators/core/random';
import { SAMPLE_STORES } from '../../src/simulators/products';
import type { Cluster, Part } from './cluster';

/** Bad weather for a whole cluster: providers that misbehave and processes that die, all decided by one seed. */
export interface Storm {
  /** Blows until `enough` says so or `mostMs` have passed; afterwards everything runs and no fault is left. */
  rage(options: { enough: () => Promise<boolean>; mostMs: number }): Promise<void>;
  /** How often each thing was done. */
  tally(): Record<string, number>;
}

/** Milliseconds between two faults, and between two kills. */
const GUST_MS = { from: 300, to: 1_000 };
const KILL_MS = { from: 3_000, to: 7_000 };
const LONGEST_DOWN_MS = 3_000;
const DISCONNECTED_MS = 4_000;

type Gust = Omit<FaultRule, 'times' | 'skip'>;

const MODEL = ['ideas', 'content', 'quality'] as const;
const PICTURE = ['create', 'get', 'delivery'] as const;
const STORE = [
  'token',
  'members',
  'upload',
  'draft.create',
  'draft.query',
  'draft.delete',
  'publish',
  'post.get',
] as const;

const TOO_MANY: Record<FaultRule['provider'], Gust['action']> = {
  openai: {
    type: 'respond',
    status: 429,
    headers: { 'retry-after': '1' },
    body: {
      error: {
        code: 'rate_limit_exceeded',
        type: 'requests',
        message: 'Rate limit reached. Please try again in 1s.',
      },
    },
  },
  replicate: {
    type: 'respond',
    status: 429,
    body: { detail: 'Request was throttled. Your rate limit resets in ~2s.', status: 429, retry_after: 2 },
  },
  wix: { type: 'respond', status: 429, headers: { 'retry-after': '1' }, body: { message: 'Slow down' } },
  smtp: { type: 'respond', status: 451 },
  stripe: {
    type: 'respond',
    status: 429,
    body: { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Slow down' } },
  },
};

/** Any provider's bad day: what may happen to every request. */
function anyTrouble(chance: Chance): Gust {
  const provider = chance.pick(['openai', 'openai', 'replicate', 'wix', 'wix'] as const);
  const kind = chance.pick(provider === 'openai' ? MODEL : provider === 'replicate' ? PICTURE : STORE);
  const action = chance.pick<Gust['action']>([
    TOO_MANY[provider],
    { type: 'respond', status: chance.pick([500, 502, 503, 504]), body: 'upstream error' },
    { type: 'html' },
    { type: 'cut' },
    { type: 'dropBefore' },
    { type: 'dropAfter' },
    { type: 'hang', ms: 500 },
    { type: 'hang', ms: 500, work: true },
    { type: 'delay', ms: 300 },
  ]);
  return { provider, kind, action };
}

/** What only one provider does: answers that cannot be used, and predictions without a picture. */
function ownTrouble(chance: Chance): Gust {
  const kind = chance.pick(['ideas', 'content'] as const);
  return chance.pick<Gust>([
    { provider: 'openai', kind, action: { type: 'emptyChoices' } },
    { provider: 'openai', kind, action: { type: 'finish', reason: 'length', content: 'half' } },
    { provider: 'openai', kind, action: { type: 'flaw', flaw: 'not_json' } },
    { provider: 'openai', kind: 'content', action: { type: 'flaw', flaw: 'short' } },
    {
      provider: 'replicate',
      kind: 'create',
      action: { type: 'prediction', ends: chance.pick(['failed', 'canceled', 'aborted']) },
    },
    {
      provider: 'replicate',
      kind: 'delivery',
      action: { type: 'delivery', answer: chance.pick(['expired', 'html']) },
    },
  ]);
}

/** Makes a storm; the same seed gives the same sequence of faults and of kills. */
export function createStorm({ seed, cluster }: { seed: number; cluster: Cluster }): Storm {
  const { control } = cluster.simulators;
  const weather = createChance('faults', seed);
  const killer = createChance('kills', seed);
  const counts: Record<string, number> = {};
  const stores = SAMPLE_STORES.map(({ instanceId }) => instanceId);
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);

  async function disconnectForAWhile(instanceId: string): Promise<void> {
    control.disconnect(instanceId, true);
    await pause(DISCONNECTED_MS);
    control.disconnect(instanceId, false);
  }

  async function gust(): Promise<void> {
    const kind = weather.between(1, 100);
    if (kind <= 6) {
      count('tokens revoked');
      control.revokeTokens(weather.pick(stores));
    } else if (kind <= 8) {
      count('store disconnected');
      await disconnectForAWhile(weather.pick(stores));
    } else {
      const rule = kind <= 25 ? ownTrouble(weather) : anyTrouble(weather);
      count(rule.action.type === 'respond' ? String(rule.action.status) : rule.action.type);
      control.addFault({ ...rule, times: weather.between(1, 3), skip: weather.between(0, 3) });
    }
  }

  async function strike(): Promise<void> {
    const { api, temporal, postgres, workers } = cluster;
    const one = killer.pick(workers);
    const parts = killer.pick<Part[]>([
      [one],
      [one],
      [api],
      [temporal],
      [postgres],
      [one, postgres],
      [one, temporal],
      [api, ...workers],
    ]);
    count(`killed: ${parts.map(({ name }) => name.replace(/-\d+$/, '')).join(' + ')}`);
    await Promise.all(parts.map((part) => part.kill()));
    await pause(killer.between(0, LONGEST_DOWN_MS));
    await Promise.all(parts.map((part) => part.start()));
  }

  return {
    tally: () => ({ ...counts }),
    async rage({ enough, mostMs }) {
      const deadline = Date.now() + mostMs;
      let over = false;
      const loop = async (
        chance: Chance,
        ms: { from: number; to: number },
        act: () => Promise<void>,
      ): Promise<void> => {
        while (!over) {
          await act();
          await pause(chance.between(ms.from, ms.to));
        }
      };
      const watch = async (): Promise<void> => {
        while (!over) {
          over = Date.now() > deadline || (await enough().catch(() => false));
          await pause(250);
        }
      };
      try {
        await Promise.all([
          watch(),
          loop(weather, GUST_MS, gust),
          loop(killer, KILL_MS, strike).finally(() => (over = true)),
        ]);
      } finally {
        over = true;
        control.clearFaults();
        stores.forEach((instanceId) => control.disconnect(instanceId, false));
      }
    },
  };
}
