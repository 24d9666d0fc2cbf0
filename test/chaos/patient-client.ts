import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, ApiClient, OrderJson } from '../support/api-client';
import { Fault, patiently } from '../support/patience';

const BASE = '/api/blog-generation';

/** Requests sent again. */
export interface Repeats {
  reads: number;
  writes: number;
}

/** The repeats of several clients together. */
export function sumRepeats(clients: readonly PatientClient[]): Repeats {
  const all = clients.map((client) => client.repeats());
  return {
    reads: all.reduce((sum, { reads }) => sum + reads, 0),
    writes: all.reduce((sum, { writes }) => sum + writes, 0),
  };
}

/** A client as one should be written: what got no answer, or was told to come back, is sent again under the same key. */
export interface PatientClient {
  /** Places an order and answers its id. */
  order(body: Record<string, unknown>): Promise<string>;
  /** Does an act; answers what the API said in the end, which may be a conflict. */
  act(id: string, act: string, body?: Record<string, unknown>): Promise<Answer>;
  read(id: string): Promise<OrderJson>;
  /** Picks the first idea as soon as there is one. */
  pick(id: string): Promise<void>;
  /** How often requests had to be sent again: those that change nothing, and those that do. */
  repeats(): Repeats;
}

/** Makes a patient client out of a plain one; it gives up after `patienceMs`. */
export function createPatientClient(plain: ApiClient, options: { patienceMs: number }): PatientClient {
  const repeats: Repeats = { reads: 0, writes: 0 };

  async function call(method: string, path: string, body?: Record<string, unknown>): Promise<Answer> {
    const headers: Record<string, string> = method === 'GET' ? {} : { 'idempotency-key': randomUUID() };
    return patiently(
      `${method} ${path}`,
      () => plain.call(method, path, { headers, ...(body ? { body } : {}) }),
      {
        patienceMs: options.patienceMs,
        later: ({ status, json }) => {
          if (status < 500) return undefined;
          const problem = `status ${status}: ${JSON.stringify(json)}`;
          // Only "away for a moment" is an excuse; a fault of the API must not be smoothed over by asking again.
          if (status !== 503) throw new Fault(`${method} ${path}: ${problem}`);
          return problem;
        },
        onRepeat: () => (repeats[method === 'GET' ? 'reads' : 'writes'] += 1),
      },
    );
  }

  const client: PatientClient = {
    repeats: () => ({ ...repeats }),
    async order(body) {
      const answer = await call('POST', BASE, body);
      if (answer.status !== 202) throw new Error(`Not accepted: ${JSON.stringify(answer)}`);
      return String(answer.json['id']);
    },
    act: (id, act, body) => call('POST', `${BASE}/${id}/${act}`, body),
    async read(id) {
      const answer = await call('GET', `${BASE}/${id}`);
      if (answer.status !== 200) throw new Error(`Not readable: ${JSON.stringify(answer)}`);
      return answer.json as unknown as OrderJson;
    },
    async pick(id) {
      const deadline = Date.now() + options.patienceMs;
      let order = await client.read(id);
      while (order.status !== 'AWAITING_SELECTION') {
        if (Date.now() > deadline) throw new Error(`Order ${id} has no ideas, status ${order.status}`);
        await pause(250);
        order = await client.read(id);
      }
      const answer = await client.act(id, 'select', { ideaId: order.ideas[0]!.id });
      if (answer.status !== 200) throw new Error(`Not picked: ${JSON.stringify(answer)}`);
    },
  };
  return client;
}
