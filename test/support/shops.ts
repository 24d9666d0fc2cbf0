import { randomUUID } from 'node:crypto';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import type { RequestRecord } from '../../src/simulators/core/journal';
import { signInstance } from '../../src/simulators/wix/install';
import { ApiClient } from './api-client';
import type { Answer } from './api-client';
import type { Galley } from './galley';

const BASE = '/api/stores';

/** What tests of stores do again and again, by the key of a manager who may have as many as wanted. */
export interface Shops {
  manager: ApiClient;
  managerId: string;
  /** Creates a tenant and answers its id. */
  tenant(kind: string): Promise<string>;
  /** A client with a new key of the tenant. */
  keyFor(tenantId: string): Promise<ApiClient>;
  /** What Wix signs for the owner of a site, by the common app or one with a secret of its own. */
  signed(instanceId: string, appSecret?: string): string;
  /** Asks to register a store that Wix signed for, of a site of its own unless one is named. */
  register(body?: Record<string, unknown>, client?: ApiClient): Promise<Answer>;
  registered(body?: Record<string, unknown>): Promise<{ id: string; instanceId: string }>;
  /** The newest store that the client sees. */
  storeOf(client: ApiClient): Promise<{ id: string; instanceId: string }>;
  read(id: string, client?: ApiClient): Promise<Record<string, unknown>>;
  /** What the simulator was asked of a site. */
  requestsOf(instanceId: string): RequestRecord[];
  fault(kind: string, action: FaultAction, times?: number): void;
}

/** An answer of the simulator with nothing in it. */
export function respond(status: number): FaultAction {
  return { type: 'respond', status, body: {} };
}

/** Makes a manager who registers stores. */
export async function createShops(galley: Galley): Promise<Shops> {
  const admin = galley.operator;
  const tenant = async (kind: string): Promise<string> =>
    String((await admin.call('POST', '/api/tenants', { body: { kind, name: kind } })).json['id']);
  const keyFor = async (tenantId: string): Promise<ApiClient> => {
    const { json } = await admin.call('POST', `/api/tenants/${tenantId}/keys`, { body: { label: 'test' } });
    return new ApiClient(galley.apiUrl, String(json['key']));
  };
  const managerId = await tenant('manager');
  const manager = await keyFor(managerId);
  const signed = (instanceId: string, appSecret?: string): string =>
    signInstance({ instanceId, ...(appSecret ? { appSecret } : {}), signedAt: Date.now() });
  const register = (body: Record<string, unknown> = {}, client = manager): Promise<Answer> => {
    const { instanceId = randomUUID() } = body as { instanceId?: string };
    const { appSecret } = (body['credentials'] ?? {}) as { appSecret?: string };
    const signedInstance = signed(instanceId.toLowerCase(), appSecret);
    return client.call('POST', BASE, {
      body: { instanceId, signedInstance, name: 'Corner Shop', ...body },
    });
  };
  return {
    signed,
    ...{ manager, managerId, tenant, keyFor, register },
    async registered(body) {
      const answer = await register(body);
      if (answer.status !== 201) throw new Error(`Not registered: ${JSON.stringify(answer.json)}`);
      return answer.json as { id: string; instanceId: string };
    },
    async storeOf(client) {
      const page = (await client.call('GET', BASE)).json as {
        items: Array<{ id: string; instanceId: string }>;
      };
      return page.items[0]!;
    },
    read: async (id, client = manager) => (await client.call('GET', `${BASE}/${id}`)).json,
    requestsOf: (instanceId) =>
      galley.simulators.control
        .requests({ provider: 'wix' })
        .filter((request) => request.instanceId === instanceId),
    fault: (kind, action, times) =>
      void galley.simulators.control.addFault({
        provider: 'wix',
        kind,
        action,
        ...(times ? { times } : {}),
      }),
  };
}
