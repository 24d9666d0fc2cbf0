import { createHash, randomBytes } from 'node:crypto';
import type { Response } from 'express';
import type { AppCredentials } from '../../clients/publisher';
import { platformEntry, SITE_IDS } from '../../contract/platforms';
import type { Platform } from '../../contract/platforms';
import type { Tx } from '../../db/db';
import type { CheckedConnection } from '../../db/stores/connection';
import type { ProofMethod, SiteCode, UsedProof } from '../../db/stores/proofs';
import { reachOf } from '../../domain/tenants/permissions';
import { holderOf } from '../http/auth';
import { ApiError } from '../http/errors';
import type { StoreAsking, StoreAskingDeps } from './asking';
import type { Site, Turn } from './turns';

/** What a request says to show that a site is its tenant's. */
export interface GivenProof {
  instanceId?: string | undefined;
  signedInstance?: string | undefined;
  proofCode?: string | undefined;
  vouched?: boolean | undefined;
}

/** A proof that was accepted so far; a code has yet to be found at the site. */
export type OpenProof = UsedProof & { site: Site; tenantId: string };

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

function invalid(field: string, problem: string): ApiError {
  return new ApiError('bad_request', 'The body of the request is invalid.', {
    problems: [{ field: `body.${field}`, problem }],
  });
}

function notProved(message: string, code?: { code: string; known: SiteCode }): ApiError {
  if (!code) return new ApiError('site_not_proved', message);
  const { expiresAt, attemptsLeft } = code.known;
  return new ApiError('site_not_proved', message, {
    proof: { code: code.code, expiresAt: expiresAt.toISOString(), attemptsLeft },
  });
}

/** The one form of a site's id; throws where it is none of the platform. */
function canonicalId(platform: Platform, given: string): string {
  const form = SITE_IDS[platform];
  const id = form.canonical(given);
  if (id === undefined) throw invalid('instanceId', `must be ${form.says}`);
  return id;
}

/** Finds out whether a site is a tenant's before it is connected to a store. */
export function createProofs(deps: StoreAskingDeps, asking: StoreAsking) {
  const { db } = deps;

  function signedSite(
    platform: Platform,
    given: GivenProof,
    credentials: AppCredentials | undefined,
  ): { site: Site; digest: Buffer } | undefined {
    if (given.signedInstance === undefined) return undefined;
    const publisher = platformEntry(deps.publishers, { platform });
    const read = publisher.signedSite({
      signed: given.signedInstance,
      ...(credentials ? { credentials } : {}),
    });
    if (!read)
      throw notProved(
        `The signed instance is not valid: ${publisher.displayName} did not sign it for this app, or it is older than 15 minutes. Open the app from the site’s dashboard again.`,
      );
    return { site: { platform, instanceId: read.siteId }, digest: read.digest };
  }

  /** Makes a code for a site, which nobody is asked about, and tells it in place of an answer. */
  async function refuseWithCode(claim: { site: Site; tenantId: string }): Promise<never> {
    const code = `galley-${randomBytes(16).toString('hex')}`;
    const row = { ...claim.site, tenantId: claim.tenantId, codeHash: hashOf(code) };
    const known = await db.transaction((tx) => tx.siteProofs.saveSiteCode(row));
    throw notProved(
      'Prove that this site is yours: create a draft post on its blog with the code as the title, then repeat the request with the code as proofCode.',
      { code, known },
    );
  }

  return {
    /** The site that a request is about, in its canonical form; undefined where it names none. */
    siteOf(
      platform: Platform,
      given: GivenProof,
      credentials: AppCredentials | undefined,
    ): { site: Site; digest?: Buffer } | undefined {
      const proofs = [given.signedInstance, given.proofCode, given.vouched || undefined];
      if (proofs.filter((proof) => proof !== undefined).length > 1)
        throw invalid('proofCode', 'must be the only one of signedInstance, proofCode and vouched');
      const instanceId = given.instanceId === undefined ? undefined : canonicalId(platform, given.instanceId);
      const signed = signedSite(platform, given, credentials);
      if (signed && instanceId !== undefined && signed.site.instanceId !== instanceId)
        throw notProved('The signed instance is of another site.');
      return signed ?? (instanceId === undefined ? undefined : { site: { platform, instanceId } });
    },

    /**
     * Accepts what a request gives, as far as that can be judged without asking the site. Throws `site_not_proved` with a new code where
     * it gives nothing.
     */
    async open(
      res: Response,
      claim: { site: Site; tenantId: string; digest?: Buffer | undefined; given: GivenProof },
    ): Promise<OpenProof> {
      const { site, tenantId, digest, given } = claim;
      if (digest) return { method: 'signature', digest, site, tenantId };
      if (given.vouched) {
        const { role } = holderOf(res);
        if (!reachOf(role, 'stores.vouch'))
          throw new ApiError('forbidden', `The role ${role} may not vouch for a site.`);
        return { method: 'vouched', site, tenantId };
      }
      if (given.proofCode === undefined) return refuseWithCode(claim);
      return { method: 'code', codeHash: hashOf(given.proofCode), site, tenantId };
    },

    /**
     * Looks for the code among the site's drafts. Whatever keeps it from being found is told in the same words, since the site may be
     * somebody else's.
     */
    async findCode(
      turn: Turn,
      connection: CheckedConnection,
      proof: OpenProof & { method: 'code' },
      code: string,
    ): Promise<void> {
      const { site, tenantId, codeHash } = proof;
      const known = await db.siteProofs.countAttempt({ ...site, tenantId, codeHash });
      if (!known)
        throw notProved(
          'This code is unknown, has expired or was tried too often. Repeat the request without proofCode for a new one.',
        );
      const reply = await asking.ask(turn, connection, (publisher, call) =>
        publisher.draftsByTitle({ ...call, titles: [code] }),
      );
      const isFound = reply.outcome === 'answered' && reply.value.some(({ title }) => title.trim() === code);
      if (!isFound)
        throw notProved(
          'No draft with the code as its title was found. Check that our app is installed on the site and may read drafts, and that the title is exactly the code; then try again.',
          { code, known },
        );
    },

    /** Uses the proof up and saves it with the store, in the transaction that connects the site. */
    async use(tx: Tx, res: Response, storeId: string, proof: OpenProof): Promise<void> {
      if (!(await tx.siteProofs.useProof({ ...proof.site, tenantId: proof.tenantId, proof })))
        throw notProved('This proof was used already. Repeat the request without it for a new code.');
      const method: ProofMethod = proof.method;
      await tx.siteProofs.saveProof({ storeId, method, by: holderOf(res).by });
    },
  };
}

export type Proofs = ReturnType<typeof createProofs>;
