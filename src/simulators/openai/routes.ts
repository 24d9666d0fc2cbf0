import { randomUUID } from 'node:crypto';
import type { Call, Reply, Route } from '../core/http';
import { asObject, asText, json } from '../core/http';
import type { Latency } from '../core/waiting';
import { wait } from '../core/waiting';
import type { AnswerKind } from './answers';
import { writeAnswer } from './answers';
import { createCompletion, estimateTokens } from './completion';
import { messagesText } from './prompt';
import type { OpenAiAccounts } from './rate-limits';

/** Dependencies of the OpenAI routes. */
export interface OpenAiDeps {
  seed: number;
  /** Whether every post ends with a sentence saying that a simulator wrote it. */
  markPosts: boolean;
  limits: OpenAiAccounts;
  latency: Latency;
  now: () => number;
}

const kindsBySchema: Record<string, AnswerKind> = {
  blog_ideas: 'ideas',
  blog_post: 'content',
  draft_review: 'quality',
  page_component: 'component',
  site_article: 'article',
  article_link: 'link',
  link_review: 'link_review',
  content_text: 'text',
};

const typicalMs: Record<AnswerKind, number> = {
  ideas: 5000,
  content: 15_000,
  quality: 3000,
  component: 3000,
  article: 15_000,
  link: 3000,
  link_review: 2000,
  text: 15_000,
  completion: 500,
};

const contextTokens = 400_000;

const models = ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini'];

function kindOf(call: Call): AnswerKind {
  const format = asObject(asObject(call.json).response_format);
  return kindsBySchema[asText(asObject(format.json_schema).name) ?? ''] ?? 'completion';
}

function failure(status: number, message: string, code: string | null, param: string | null = null): Reply {
  return json(status, { error: { message, type: 'invalid_request_error', param, code } });
}

function keyOf(call: Call): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
}

/** A key whose name begins like this has used up what was paid for. */
const USED_UP = 'sk-used-up';

function refuseQuota(call: Call): Reply | undefined {
  if (!keyOf(call)?.startsWith(USED_UP)) return undefined;
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.';
  return json(429, {
    error: { message, type: 'insufficient_quota', param: null, code: 'insufficient_quota' },
  });
}

function refuseKey(call: Call): Reply | undefined {
  const key = keyOf(call);
  if (key === undefined)
    return failure(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
      null,
    );
  if (key === 'sk-bad')
    return failure(
      401,
      'Incorrect API key provided: sk-bad. You can find your API key at https://platform.openai.com/account/api-keys.',
      'invalid_api_key',
    );
  return undefined;
}

function refuseBody(body: Record<string, unknown>, isJson: boolean): Reply | undefined {
  if (!isJson)
    return failure(
      400,
      'We could not parse the JSON body of your request. The API expects a JSON payload.',
      null,
    );
  if (!asText(body.model)) return failure(400, 'you must provide a model parameter', null);
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return failure(400, "Missing required parameter: 'messages'.", 'missing_required_parameter', 'messages');
  if (body.stream === true)
    return failure(400, 'Streaming is not offered by this simulator.', 'unsupported_value', 'stream');
  return undefined;
}

function refuseLength(tokens: number): Reply | undefined {
  if (tokens <= contextTokens) return undefined;
  const message = `This model's maximum context length is ${contextTokens} tokens. However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`;
  return failure(400, message, 'context_length_exceeded', 'messages');
}

async function chat(deps: OpenAiDeps, call: Call): Promise<Reply> {
  const startedAt = deps.now();
  const body = asObject(call.json);
  const wrong = refuseKey(call) ?? refuseBody(body, call.json !== undefined);
  if (wrong) return wrong;
  const kind = kindOf(call);
  const model = asText(body.model) ?? '';
  const promptText = messagesText(body.messages);
  const promptTokens = estimateTokens(promptText);
  const ceiling = Number(body.max_completion_tokens ?? body.max_tokens);
  const maxTokens = Number.isFinite(ceiling) && ceiling > 0 ? Math.floor(ceiling) : undefined;
  const tokens = Math.max(maxTokens ?? 0, promptTokens);
  const refused = refuseQuota(call) ?? deps.limits.of(keyOf(call)).admit({ model, tokens });
  if (refused) return refused;
  call.note({ chargedTokens: tokens });
  const tooLong = refuseLength(promptTokens);
  if (tooLong) return tooLong;
  await wait({ ms: deps.latency(typicalMs[kind]), signal: call.signal });
  const completion = createCompletion({
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    model,
    createdMs: deps.now(),
    promptText,
    content: writeAnswer({ kind, seed: deps.seed, markPosts: deps.markPosts, body, fault: call.fault }),
    maxTokens,
    fault: call.fault,
  });
  call.note({ finishReason: completion.finishReason });
  return json(200, completion.body, { 'openai-processing-ms': String(deps.now() - startedAt) });
}

function listModels(): Reply {
  const data = models.map((id) => ({ id, object: 'model', created: 1_735_689_600, owned_by: 'openai' }));
  return json(200, { object: 'list', data });
}

/** The routes below `/openai/v1`. */
export function createOpenAiRoutes(deps: OpenAiDeps): Route[] {
  const dressed =
    (handle: (call: Call) => Reply | Promise<Reply>) =>
    async (call: Call): Promise<Reply> => {
      const reply = await handle(call);
      const headers = {
        'x-request-id': `req_${randomUUID().replaceAll('-', '')}`,
        'openai-organization': 'org-simulator',
        'openai-version': '2020-10-01',
        'openai-processing-ms': '1',
        ...deps.limits.of(keyOf(call)).headers(),
        ...reply.headers,
      };
      return { ...reply, headers };
    };
  return [
    {
      provider: 'openai',
      method: 'POST',
      path: '/openai/v1/chat/completions',
      kind: kindOf,
      handle: dressed((call) => chat(deps, call)),
    },
    {
      provider: 'openai',
      method: 'GET',
      path: '/openai/v1/models',
      kind: 'models',
      handle: dressed((call) => refuseKey(call) ?? listModels()),
    },
  ];
}
