import { randomBytes } from 'node:crypto';
import type { Call, Reply } from '../core/http';
import { asObject, asText, json } from '../core/http';
import { wixError } from './errors';
import type { AccessToken } from './types';

/** Access tokens, and which stores are disconnected. */
export interface Tokens {
  /** Handles `POST /oauth2/token`. */
  grant(call: Call): Reply;
  /** The store that a call is authorised for, or the rejection (401, 403). */
  identify(call: Call): { instanceId: string } | { refusal: Reply };
  revoke(instanceId: string): number;
  disconnect(instanceId: string, disconnected: boolean): void;
  save(): { tokens: AccessToken[]; disconnected: string[] };
  load(saved: { tokens: AccessToken[]; disconnected: string[] }): void;
  clear(): void;
}

const lifeSeconds = 14_400;
const INSTANCE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a string has the form of an instance id, in any letters. */
export function isInstanceId(word: string): boolean {
  return INSTANCE_ID.test(word);
}

function oauthError(status: number, error: string, description: string): Reply {
  return json(status, { error, error_description: description });
}

/** Creates an empty set of tokens; `changed` is called when persistent state changes. */
export function createTokens(input: { now: () => number; changed: () => void }): Tokens {
  const { now, changed } = input;
  const tokens = new Map<string, AccessToken>();
  const disconnected = new Set<string>();
  const forbidden = (): Reply =>
    wixError(403, 'FORBIDDEN', 'The app is not installed on this site or has lost its permissions');
  const forgetExpired = (): void => {
    for (const [key, token] of tokens) if (token.expiresMs <= now()) tokens.delete(key);
  };
  return {
    grant: (call) => {
      const body = asObject(call.json);
      const instanceId = asText(body.instance_id)?.toLowerCase() ?? '';
      if (body.grant_type !== 'client_credentials')
        return oauthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials');
      const appId = asText(body.client_id);
      if (!appId || !asText(body.client_secret))
        return oauthError(400, 'invalid_client', 'client_id and client_secret are required');
      if (body.client_secret === 'bad') return oauthError(401, 'invalid_client', 'client_secret is wrong');
      if (!isInstanceId(instanceId)) return oauthError(400, 'invalid_request', 'instance_id is not known');
      call.note({ instanceId, appId });
      if (disconnected.has(instanceId)) return forbidden();
      forgetExpired();
      const token = `OauthNG.JWS.${Buffer.from(instanceId).toString('base64url')}.${randomBytes(24).toString('base64url')}`;
      tokens.set(token, { token, instanceId, appId, expiresMs: now() + lifeSeconds * 1000 });
      changed();
      return json(200, { access_token: token, token_type: 'Bearer', expires_in: lifeSeconds });
    },
    identify: (call) => {
      const given = (call.headers.authorization ?? '').replace(/^Bearer\s+/i, '').trim();
      const token = tokens.get(given);
      if (!token || token.expiresMs <= now())
        return {
          refusal: wixError(401, 'UNAUTHENTICATED', 'The access token is missing, expired or revoked'),
        };
      call.note({ instanceId: token.instanceId, appId: token.appId });
      if (disconnected.has(token.instanceId)) return { refusal: forbidden() };
      return { instanceId: token.instanceId };
    },
    revoke: (instanceId) => {
      const mine = [...tokens.values()].filter((token) => token.instanceId === instanceId.toLowerCase());
      for (const token of mine) tokens.delete(token.token);
      changed();
      return mine.length;
    },
    disconnect: (instanceId, isDisconnected) => {
      if (isDisconnected) disconnected.add(instanceId.toLowerCase());
      else disconnected.delete(instanceId.toLowerCase());
      changed();
    },
    save: () => ({ tokens: [...tokens.values()], disconnected: [...disconnected] }),
    load: (saved) => {
      for (const token of saved.tokens) tokens.set(token.token, token);
      for (const instanceId of saved.disconnected) disconnected.add(instanceId);
    },
    clear: () => {
      tokens.clear();
      disconnected.clear();
      changed();
    },
  };
}
