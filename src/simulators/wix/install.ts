import { createHmac } from 'node:crypto';
import type { Call, Reply } from '../core/http';
import { wixError } from './errors';
import { isInstanceId } from './tokens';

/** Secret of the simulated app, by which its instances are signed. */
export const SIMULATED_APP_SECRET = 'simulator';

/**
 * The `instance` with which Wix sends a site's owner to an app: HMAC-SHA256 of the data with the app's secret, a dot, and the data, both
 * base64url. `more` replaces or adds properties.
 */
export function signInstance(of: {
  instanceId: string;
  appSecret?: string;
  signedAt: number;
  more?: Record<string, unknown>;
}): string {
  const data = Buffer.from(
    JSON.stringify({
      instanceId: of.instanceId,
      signDate: new Date(of.signedAt).toISOString(),
      uid: '00000000-0000-4000-8000-000000000001',
      permissions: 'OWNER',
      demoMode: false,
      ...of.more,
    }),
  ).toString('base64url');
  const signature = createHmac('sha256', of.appSecret ?? SIMULATED_APP_SECRET)
    .update(data)
    .digest('base64url');
  return `${signature}.${data}`;
}

/** Installs the app on a site: sends the browser to `redirectUrl` with the signed `instance` of `instanceId`. */
export function install(call: Call, nowMs: number): Reply {
  const instanceId = call.query.get('instanceId') ?? '';
  const target = call.query.get('redirectUrl') ?? '';
  if (!isInstanceId(instanceId) || !/^https?:/i.test(target) || !URL.canParse(target))
    return wixError(400, 'INVALID_ARGUMENT', 'Send instanceId and redirectUrl');
  const url = new URL(target);
  url.searchParams.set('instance', signInstance({ instanceId: instanceId.toLowerCase(), signedAt: nowMs }));
  return { status: 302, headers: { location: url.href }, body: '' };
}
