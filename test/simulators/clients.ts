import OpenAI from 'openai';
import Replicate from 'replicate';
import type { SimulatorOptions, Simulators } from '../../src/simulators/options';
import { startSimulators } from '../../src/simulators/server';

/** Simulators without waiting and with limits that no test meets by accident. */
export function startFast(options: SimulatorOptions = {}): Promise<Simulators> {
  return startSimulators({
    latency: 'none',
    openai: { rpm: 1e6, tpm: 1e10 },
    replicate: { createsPerMinute: 1e6, othersPerMinute: 1e6 },
    wix: { requestsPerMinutePerStore: 1e6 },
    ...options,
  });
}

export function openAiOf(simulators: Simulators, apiKey = 'sk-test'): OpenAI {
  return new OpenAI({ baseURL: simulators.openaiUrl, apiKey, maxRetries: 0, timeout: 5000 });
}

export function replicateOf(simulators: Simulators, auth = 'r8_test'): Replicate {
  return new Replicate({ baseUrl: simulators.replicateUrl, auth, useFileOutput: false });
}

export function chatBody(schema: string | undefined, user: string, maxTokens = 8000) {
  const format = { type: 'json_schema' as const, json_schema: { name: schema ?? '', schema: {} } };
  return {
    model: 'gpt-5-mini',
    messages: [
      { role: 'system' as const, content: 'You write for shops.' },
      { role: 'user' as const, content: user },
    ],
    max_completion_tokens: maxTokens,
    ...(schema === undefined ? {} : { response_format: format }),
  };
}

/** A Wix client for one store: paths below `/wix`, JSON in and out. */
export async function connectStore(simulators: Simulators, instanceId: string) {
  const granted = await fetch(`${simulators.wixUrl}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: 'secret',
      instance_id: instanceId,
    }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const call = async (method: string, path: string, body?: unknown, authorization = token) => {
    const answer = await fetch(path.startsWith('http') ? path : `${simulators.wixUrl}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- wire answers of many shapes are read here
    return { status: answer.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as any };
  };
  return { token, call };
}
