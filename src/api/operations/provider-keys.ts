import { z } from 'zod';
import { principalName } from '../../contract/tenancy';
import type { ProviderKey } from '../../db/lanes/provider-keys';
import type { Db } from '../../db/db';
import { accountBudget } from '../../domain/providers/budget';
import type { Budgets } from '../../domain/providers/budget';
import { budgetOfKey } from '../../domain/providers/key-budget';
import type { Logger } from '../../telemetry/logger';
import { holderOf } from '../http/auth';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { cleanLine, emptyBody, uuid } from '../http/schemas';

/** Where administrators see and change the keys that calls are shared among. */
const KEYS = '/api/v1/admin/provider-keys';

/** Most that an account may be said to bear a minute. */
const MOST_PER_MINUTE = 1_000_000_000;

const perMinute = z.int().min(1).max(MOST_PER_MINUTE);

const keyParams = z.strictObject({ keyId: uuid });

const addBody = z.strictObject({
  key: z
    .string()
    .regex(/^[\x21-\x7e]{12,400}$/, 'must be 12 to 400 printable characters without spaces')
    .describe('The API key of another OpenAI account. It is encrypted and never shown again'),
  label: cleanLine(100).describe('What people call it'),
  requestsPerMinute: perMinute,
  tokensPerMinute: perMinute,
});

const pauseBody = z.strictObject({ reason: cleanLine(300) });

const time = z.iso.datetime().nullable();

const keyView = z.object({
  id: uuid,
  label: z.string(),
  lastFour: z.string().nullable().describe('The last four characters; null for the key that a setting holds'),
  isSetting: z.boolean().describe('Whether the key is that of `OPENAI_API_KEY`'),
  state: z.enum(['open', 'cooling', 'shut', 'paused']),
  reason: z.string().nullable().describe('Why it is not open, such as `insufficient_quota`'),
  since: z.iso.datetime(),
  until: time.describe('When it is tried again'),
  requestsPerMinute: z
    .number()
    .describe('What it is used for at most: what was said of it, or less if its answers say less'),
  tokensPerMinute: z.number().nullable(),
  pausedBy: z.string().nullable(),
  pausedAt: time,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});

const keysView = z.object({ items: z.array(keyView) });

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function stateOf(key: ProviderKey, now: number): z.output<typeof keyView>['state'] {
  if (key.pausedAt) return 'paused';
  if (key.state === 'open' && key.coolingUntil && key.coolingUntil.getTime() > now) return 'cooling';
  return key.state;
}

/** The routes by which administrators have several OpenAI accounts share the work. */
export function providerKeyRoutes(deps: {
  db: Db;
  budgets: Budgets;
  now: () => number;
  log: Logger;
}): DescribedRouter {
  const { db, log } = deps;
  const routes = new DescribedRouter();
  const answers = { 200: { description: 'All keys.', schema: envelopeOf(keysView) } };

  function view(key: ProviderKey): z.output<typeof keyView> {
    const state = stateOf(key, deps.now());
    const { id, label, lastFour, isSetting, createdBy, pausedBy } = key;
    const reason = { open: null, cooling: key.reason, shut: key.reason, paused: key.pausedReason }[state];
    const until = { open: null, cooling: key.coolingUntil, shut: key.tryAt, paused: null }[state];
    return {
      ...{ id, label, lastFour, isSetting, state, reason, pausedBy, createdBy },
      ...budgetOfKey(key, accountBudget(deps.budgets, 'openai')),
      since: key.since.toISOString(),
      until: iso(until),
      pausedAt: iso(key.pausedAt),
      createdAt: key.createdAt.toISOString(),
    };
  }

  const listed = async (message: string, status = 200) =>
    inEnvelope(message, { items: (await db.providerKeys.listKeys()).map(view) }, status);

  routes.route(
    {
      method: 'get',
      permission: 'accounts.read',
      path: KEYS,
      summary: 'List provider keys',
      description:
        'The OpenAI accounts that share the work, each with what it bears and how it stands. Keys themselves are never shown.',
      answers,
    },
    async () => listed('Provider keys found.'),
  );

  routes.route(
    {
      method: 'post',
      permission: 'accounts.write',
      path: KEYS,
      summary: 'Add provider key',
      description:
        'Has a further OpenAI account share the work, in proportion to its limits. Limits that its answers name count where they are lower. A key that is known already is left as it is.',
      body: addBody,
      answers: {
        ...answers,
        201: { description: 'Added; all keys.', schema: envelopeOf(keysView) },
      },
    },
    async ({ body, res }) => {
      const by = principalName(holderOf(res).by);
      const { id, isNew } = await db.transaction((tx) => tx.providerKeys.addKey({ ...body, by }));
      if (isNew) log.warn('provider key added', { key: id, actor: by });
      return listed(isNew ? 'Provider key added.' : 'This key is known already.', isNew ? 201 : 200);
    },
  );

  function addAct(
    act: 'pause' | 'resume' | 'remove',
    words: { summary: string; description: string; message: string },
  ): void {
    const body = act === 'pause' ? pauseBody : emptyBody;
    routes.route(
      {
        method: act === 'remove' ? 'delete' : 'post',
        permission: 'accounts.write',
        path: act === 'remove' ? `${KEYS}/:keyId` : `${KEYS}/:keyId/${act}`,
        summary: words.summary,
        description: words.description,
        params: keyParams,
        ...(act === 'remove' ? {} : { body }),
        answers,
      },
      async ({ params, body: given, res }) => {
        const by = principalName(holderOf(res).by);
        const reason = given && 'reason' in given ? String(given.reason) : '';
        const done = await db.transaction((tx) =>
          tx.providerKeys.changeKey({ id: params.keyId, act, by, reason }),
        );
        if (done === 'missing')
          throw new ApiError('not_found', 'Provider key not found, or that of the setting.');
        if (done === 'last')
          throw new ApiError('conflict', 'This is the only key in use. To stop all work, pause the lanes.');
        log.warn('provider key changed', { key: params.keyId, act, actor: by });
        return listed(words.message);
      },
    );
  }
  addAct('pause', {
    summary: 'Pause provider key',
    description: 'Gives a key no more calls; those under way go on. The only key in use cannot be paused.',
    message: 'Provider key paused.',
  });
  addAct('resume', {
    summary: 'Resume provider key',
    description: 'Gives a paused key calls again; one that was refused is tried at once.',
    message: 'Provider key resumed.',
  });
  addAct('remove', {
    summary: 'Remove provider key',
    description:
      'Deletes a key for good; calls under way go on. That of the setting and the only one in use stay.',
    message: 'Provider key removed.',
  });
  return routes;
}
