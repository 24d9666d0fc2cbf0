import { randomUUID } from 'node:crypto';
import type { Locale, Principal } from '../../contract/tenancy';
import { foldedAddress } from '../../domain/tenants/mail-address';
import { cutAtGrapheme } from '../../domain/text/text';
import type { Queryable } from '../pool';
import { lockTenant } from '../tenants/keys';
import { addMember } from '../tenants/members';
import { insertTenant } from '../tenants/tenants';

/** Characters of an address that serve as a name. */
const LONGEST_NAME = 100;

/** Somebody who buys: the tenant that their orders belong to, and the member as whom they sign in. */
export interface Buyer {
  tenantId: string;
  by: Principal & { kind: 'member' };
}

/** The tenant that the person of an address buys as, if there is one. */
async function buyerTenant(tx: Queryable, folded: string): Promise<string | undefined> {
  const found = await tx.query<{ tenantId: string | null }>(
    'select buyer_tenant_id as "tenantId" from people where folded = $1',
    [folded],
  );
  return found.rows[0]?.tenantId ?? undefined;
}

/**
 * The buyer of an address, which has been proved: a tenant of kind `customer` with that person as its member, made where there is none.
 * `full`: the person is a member of as many tenants as anybody may be.
 */
export async function becomeBuyer(
  tx: Queryable,
  who: { address: string; locale: Locale },
): Promise<Buyer | 'full'> {
  const folded = foldedAddress(who.address);
  // One after the other for each address: the tenant is locked before its person, as by everybody who adds members.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`galley buyer ${folded}`]);
  const known = await buyerTenant(tx, folded);
  const tenantId = known ?? randomUUID();
  const name = cutAtGrapheme(who.address, LONGEST_NAME);
  if (known !== undefined) await lockTenant(tx, { tenantId });
  else
    await insertTenant(tx, {
      ...{ id: tenantId, kind: 'customer', name, plan: 'standard', fairnessWeight: null },
      ...{ dailyCapCents: null, monthlyCapCents: null, itemsAtOnce: null, itemsPerMinute: null },
    });
  const id = await addMember(tx, {
    ...{ tenantId, address: who.address, name, role: 'customer', locale: who.locale, addedBy: 'purchase' },
  });
  if (id === 'full') return 'full';
  if (known === undefined)
    await tx.query('update people set buyer_tenant_id = $2 where folded = $1', [folded, tenantId]);
  return { tenantId, by: { kind: 'member', id } };
}
