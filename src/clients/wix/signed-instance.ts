import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SITE_IDS } from '../../contract/platforms';
import type { SignedSite } from '../publisher';
import { record, text } from './request';

/** How old a signature may be, and how far ahead of our clock, in milliseconds. */
const OLDEST_MS = 15 * 60_000;
const FARTHEST_AHEAD_MS = 60_000;

/** Signature and data, each base64url, without padding or with it. */
const FORM = /^([\w-]{43})=?\.([\w-]{1,4000})={0,2}$/;

function payloadOf(data: string): Record<string, unknown> {
  try {
    return record(JSON.parse(Buffer.from(data, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

/**
 * Reads the `instance` with which Wix sends a site's owner or collaborator to an app: an HMAC-SHA256 of the data with the app's secret,
 * and the data. Undefined where the signature is not the app's, is older than 15 minutes or from the future, where the site is not
 * named, or where Wix says that the person is an anonymous visitor (`aid`).
 */
export function readSignedInstance(given: {
  signed: string;
  appSecret: string;
  nowMs: number;
}): SignedSite | undefined {
  const { signed, appSecret, nowMs } = given;
  const [, signature, data] = FORM.exec(signed) ?? [];
  if (!signature || !data || appSecret === '') return undefined;
  const expected = createHmac('sha256', appSecret).update(data).digest();
  const received = Buffer.from(signature, 'base64url');
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined;
  const payload = payloadOf(data);
  const { signDate, aid } = payload;
  const signedAt = typeof signDate === 'string' ? Date.parse(signDate) : Number.NaN;
  // What is no date compares as false.
  const isFresh = signedAt >= nowMs - OLDEST_MS && signedAt <= nowMs + FARTHEST_AHEAD_MS;
  const siteId = SITE_IDS.wix.canonical(text(payload['instanceId']) ?? '');
  const isAnonymous = aid !== undefined && aid !== null && aid !== '';
  if (!isFresh || isAnonymous || !siteId) return undefined;
  return { siteId, digest: createHash('sha256').update(data).digest() };
}
