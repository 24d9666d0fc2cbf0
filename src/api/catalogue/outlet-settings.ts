import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { addressProblem, canonicalAddress } from '../../domain/text/webhook-address';
import type { DomainChange } from '../../db/catalogue/domains';
import { hookSecretBinding } from '../../db/catalogue/outlets';
import type { Tx } from '../../db/db';
import type { Sealer } from '../../db/tenants/seal';
import { ApiError } from '../http/errors';
import type { outlet } from './outlet-views';

/** Bytes of a secret; the Standard Webhooks specification asks for 24 to 64. */
const SECRET_BYTES = 32;

/** What outlets are set with. */
export interface OutletDeps {
  sealer: Sealer;
  /** Whether hooks may be on this machine or in a private network. */
  allowPrivateReceivers: boolean;
}

function wrong(field: string, problem: string): ApiError {
  return new ApiError('bad_request', 'The body of the request is invalid.', {
    problems: [{ field: `body.outlet.${field}`, problem }],
  });
}

/** A new signing secret of a site's publish hook. */
export function newHookSecret(
  { sealer }: Pick<OutletDeps, 'sealer'>,
  domainId: string,
): { secret: string; sealedSecret: Buffer } {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { secret, sealedSecret: sealer.seal(secret, hookSecretBinding(domainId)) };
}

/**
 * What a request says of the outlet of a site, checked and in canonical form. A hook that the site had before keeps its secret; a new one
 * gets one, which is told once.
 */
export async function outletChange(
  tx: Tx,
  deps: OutletDeps,
  given: { domainId: string; hadHook: boolean; outlet: z.output<typeof outlet> | undefined },
): Promise<{ outlet: DomainChange['outlet']; secret?: string }> {
  const { domainId, hadHook, outlet: asked } = given;
  if (!asked) return { outlet: asked };
  if ('storeId' in asked) {
    const store = await tx.stores.storeById({ storeId: asked.storeId });
    if (!store) throw wrong('storeId', 'is not a store of this installation');
    if (store.status !== 'active') throw wrong('storeId', 'is archived');
    return { outlet: asked };
  }
  const problem = addressProblem(asked.hookUrl, { allowPrivate: deps.allowPrivateReceivers });
  if (problem) throw wrong('hookUrl', problem);
  const hookUrl = canonicalAddress(asked.hookUrl);
  if (hadHook) return { outlet: { hookUrl } };
  const { secret, sealedSecret } = newHookSecret(deps, domainId);
  return { outlet: { hookUrl, sealedSecret }, secret };
}
