import { cancellationSignal } from '@temporalio/activity';
import type { FailureType } from '../contract/failures';
import type { Account } from '../contract/lanes';
import { afterProbe, afterTime } from '../domain/providers/account-feedback';
import type { AccountState } from '../domain/providers/account-feedback';
import type { ActivityDeps } from './deps';
import { failureOfKey, noteServed, pickKey } from './pooled-key';
import type { PooledKey } from './pooled-key';

/** Time limit of a probe, in milliseconds. */
const PROBE_MS = 15_000;

/** What a probe may end in although it was served: what it asks for is not taken, but the account is. */
const SERVED: readonly FailureType[] = ['Draft.Refused', 'Order.Invalid', 'Provider.Rejected'];

/** A provider account as of Postgres' time, in milliseconds since 1970. */
export interface AccountNow {
  state: AccountState;
  now: number;
}

/** The rate controller's care for the provider accounts: it probes closed ones, and restores lowered budgets. */
export function createProbes(
  deps: Pick<
    ActivityDeps,
    'db' | 'opened' | 'budgets' | 'model' | 'models' | 'pictures' | 'classify' | 'log'
  >,
) {
  const { db, log } = deps;

  /** The longest answer that any stage asks this model for. */
  function limitOf(model: string): number {
    const limits = Object.values(deps.models).flatMap((stage) =>
      stage.model === model ? [stage.maxCompletionTokens] : [],
    );
    return Math.max(1, ...limits);
  }

  /** Probes an account, or one of its models. Returns whether it accepts calls again. */
  async function probe(account: Account, model?: string): Promise<boolean> {
    const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(PROBE_MS)]);
    let key: PooledKey | undefined;
    try {
      if (account === 'openai') key = await pickKey(deps, 1);
      // Listing models would succeed even with an exhausted quota; only a completion detects it.
      if (account === 'openai')
        await deps.model.complete({
          model: model ?? deps.models.quality.model,
          system: 'Answer with an empty object.',
          user: '{}',
          schemaName: 'probe',
          schema: { type: 'object', additionalProperties: false, required: [], properties: {} },
          // A limit that the model refuses is not found by a smaller one.
          maxCompletionTokens: model === undefined ? 1 : limitOf(model),
          signal,
          ...(key?.apiKey === undefined ? {} : { apiKey: key.apiKey }),
        });
      else if (model) await deps.pictures.checkModel({ signal });
      // A free request may succeed even without credit, which the first order finds out.
      else await deps.pictures.recent({ signal });
      await noteServed(deps, key);
      return true;
    } catch (error) {
      await failureOfKey(deps, key, error);
      const failure = deps.classify(error);
      // An account that only refuses the model of the probe serves others.
      return SERVED.includes(failure.type) || (model === undefined && failure.model !== undefined);
    }
  }

  /** Probes a closed account. While orders wait for it, one of them goes first, and its call decides about the others. */
  async function probeAccount(account: Account): Promise<void> {
    const taken = await probe(account);
    const isOpen = await db.transaction(async (tx) => {
      const { before, after } = await tx.accounts.changeAccount({ account }, async (state, now) => {
        const woken = taken ? await tx.wakes.wakeClosed({ account, of: 'account', one: true }) : [];
        return afterProbe(state, { taken, isWaitedFor: woken.length > 0, now });
      });
      return before.state === 'closed' && after.state === 'open';
    });
    if (isOpen) log.info('provider account reopened', { provider: account, model: null });
  }

  return {
    /** Probes the closed models that are due. What one token is let through for, a whole call is, so all its orders are woken. */
    async probeModels(): Promise<void> {
      for (const { account, model } of await db.accounts.modelsToProbe()) {
        const taken = await probe(account, model);
        await db.transaction((tx) =>
          tx.accounts.changeAccount({ account, model }, async (state, now) => {
            const after = afterProbe(state, { taken, isWaitedFor: false, now });
            if (after.state !== 'open') return after;
            await tx.wakes.wakeClosed({ account, of: 'model' });
            // In vain until a call is served, so that a model which closes again is probed less and less often.
            return { ...after, probes: after.probes + 1 };
          }),
        );
        if (taken) log.info('provider account reopened', { provider: account, model });
      }
    },

    /** The current state of an account, after probing it or restoring its budget as due. All times are Postgres'. */
    async refreshAccount(account: Account, seconds: number): Promise<AccountNow> {
      const current = await db.accounts.readAccount({ account });
      const { state, now } = current;
      if (state.state === 'closed') {
        if (state.probeAt === null || state.probeAt > now) return current;
        await probeAccount(account);
        return db.accounts.readAccount({ account });
      }
      if (state.state === 'open' && state.factor === 1) return current;
      const changed = await db.transaction((tx) =>
        tx.accounts.changeAccount({ account }, (locked, lockedAt) =>
          afterTime(locked, { seconds, now: lockedAt }),
        ),
      );
      return { state: changed.after, now: changed.now };
    },
  };
}
