import type { Platform } from '../../contract/platforms';
import type { Principal } from '../../contract/tenancy';
import type { Queryable } from '../pool';

/** How a site was shown to be a tenant's: signed by its platform, by a code in a draft, or on an operator's word. */
export type ProofMethod = 'signature' | 'code' | 'vouched';

/** A site that a tenant says is its own. */
export interface ClaimedSite {
  tenantId: string;
  platform: Platform;
  instanceId: string;
}

/** A code as its tenant knows it. */
export interface SiteCode {
  expiresAt: Date;
  /** How often the site may still be looked at for it. */
  attemptsLeft: number;
}

/** What shows that a site is its tenant's, as it is saved when it is used. */
export type UsedProof =
  { method: 'signature'; digest: Buffer } | { method: 'code'; codeHash: Buffer } | { method: 'vouched' };

/** How long a code can be used, how often, and how many of them a tenant may have at a time. */
const CODE_LIFE = `interval '1 hour'`;
const MOST_ATTEMPTS = 10;
const MOST_CODES = 50;

/** A signature is remembered for longer than any is accepted. */
const SIGNATURE_LIFE = `interval '1 hour'`;

const CODE_COLUMNS = `expires_at as "expiresAt", ${MOST_ATTEMPTS} - attempts as "attemptsLeft"`;

/** Saves a new code for a site in place of the tenant's last one. Asks nobody. */
export async function saveSiteCode(
  tx: Queryable,
  row: ClaimedSite & { codeHash: Buffer },
): Promise<SiteCode> {
  await tx.query(
    `delete from site_codes c where c.tenant_id = $1 and (c.expires_at < statement_timestamp() or (c.platform, c.instance_id) in (
       select platform, instance_id from site_codes where tenant_id = $1 order by created_at desc offset ${MOST_CODES - 1}))`,
    [row.tenantId],
  );
  const saved = await tx.query<SiteCode>(
    `insert into site_codes (tenant_id, platform, instance_id, code_hash, expires_at)
     values ($1, $2, $3, $4, clock_timestamp() + ${CODE_LIFE})
     on conflict (tenant_id, platform, instance_id) do update
       set code_hash = excluded.code_hash, expires_at = excluded.expires_at, created_at = clock_timestamp(), attempts = 0
     returning ${CODE_COLUMNS}`,
    [row.tenantId, row.platform, row.instanceId, row.codeHash],
  );
  return saved.rows[0]!;
}

/** Counts an attempt to find a code at its site; undefined where it is not the tenant's current one, or was looked for too often. */
export async function countAttempt(
  db: Queryable,
  row: ClaimedSite & { codeHash: Buffer },
): Promise<SiteCode | undefined> {
  const counted = await db.query<SiteCode>(
    `update site_codes set attempts = attempts + 1
      where tenant_id = $1 and platform = $2 and instance_id = $3 and code_hash = $4
        and expires_at > statement_timestamp() and attempts < ${MOST_ATTEMPTS}
      returning ${CODE_COLUMNS}`,
    [row.tenantId, row.platform, row.instanceId, row.codeHash],
  );
  return counted.rows[0];
}

/**
 * Uses a proof up, in the transaction that connects the site. A code works once; a signature works again for the same tenant only.
 * False where it was used up by then.
 */
export async function useProof(tx: Queryable, row: ClaimedSite & { proof: UsedProof }): Promise<boolean> {
  const { proof } = row;
  switch (proof.method) {
    case 'vouched':
      return true;
    case 'code': {
      const used = await tx.query(
        'delete from site_codes where tenant_id = $1 and platform = $2 and instance_id = $3 and code_hash = $4',
        [row.tenantId, row.platform, row.instanceId, proof.codeHash],
      );
      return used.rowCount === 1;
    }
    case 'signature': {
      await tx.query(
        `delete from used_signatures where digest in (
           select digest from used_signatures where expires_at < statement_timestamp() limit 50 for update skip locked)`,
      );
      const used = await tx.query(
        `insert into used_signatures as u (digest, tenant_id, expires_at)
         values ($1, $2, clock_timestamp() + ${SIGNATURE_LIFE})
         on conflict (digest) do update set tenant_id = u.tenant_id where u.tenant_id = excluded.tenant_id`,
        [proof.digest, row.tenantId],
      );
      return used.rowCount === 1;
    }
  }
}

/** Saves who showed that a store's site is its tenant's, and how. */
export async function saveProof(
  tx: Queryable,
  row: { storeId: string; method: ProofMethod; by: Principal },
): Promise<void> {
  await tx.query(
    `update stores set proved_by = $2, proved_at = clock_timestamp(),
            proved_key_id = case when $3 = 'key' then $4::uuid end,
            proved_member_id = case when $3 = 'member' then $4::uuid end
      where id = $1`,
    [row.storeId, row.method, row.by.kind, row.by.id],
  );
}
