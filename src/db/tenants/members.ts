import { randomUUID } from 'node:crypto';
import { principalName } from '../../contract/tenancy';
import type { Locale, Principal, Role, TenantKind } from '../../contract/tenancy';
import { MOST_MEMBERSHIPS, MOST_REMOVED_MEMBERS } from '../../domain/tenants/bounds';
import { foldedAddress } from '../../domain/tenants/mail-address';
import type { Queryable } from '../pool';
import { isAdminLeft, lockAdmins } from './principals';

/** What can be set of a member. */
export interface MemberSettings {
  name: string;
  role: Role;
  /** The language in which mail is written to the member. */
  locale: Locale;
}

/** A person as a member of a tenant. */
export interface MemberRow extends MemberSettings {
  id: string;
  tenantId: string;
  personId: string;
  address: string;
  createdAt: Date;
  /** Accurate to the minute; null until the member does something. */
  lastUsedAt: Date | null;
  removedAt: Date | null;
}

/** Columns of a member (`m`) with its person (`p`). */
const COLUMNS = `m.id, m.tenant_id as "tenantId", m.person_id as "personId", p.address, m.name, m.role, m.locale,
  m.created_at as "createdAt", m.last_used_at as "lastUsedAt", m.removed_at as "removedAt"`;

const FROM = 'from members m join people p on p.id = m.person_id';

/** A page of a tenant's members, newest first, without removed ones. `after` is the last row of the previous page. */
export async function listMembers(
  db: Queryable,
  filter: {
    tenantId: string;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<MemberRow & { position: string }>> {
  const result = await db.query<MemberRow & { position: string }>(
    `select ${COLUMNS}, (extract(epoch from m.created_at) * 1000000)::bigint::text as position ${FROM}
      where m.tenant_id = $1 and m.removed_at is null
        and ($2::bigint is null
          or (m.created_at, m.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by m.created_at desc, m.id desc limit $4`,
    [filter.tenantId, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** A member of a tenant, a removed one as long as it is kept. */
export async function findMember(
  db: Queryable,
  key: { memberId: string; tenantId: string },
): Promise<MemberRow | undefined> {
  const result = await db.query<MemberRow>(`select ${COLUMNS} ${FROM} where m.id = $1 and m.tenant_id = $2`, [
    key.memberId,
    key.tenantId,
  ]);
  return result.rows[0];
}

/** The member, locked where it has not been removed; as it is otherwise. */
async function lockMember(
  tx: Queryable,
  key: { memberId: string; tenantId: string },
): Promise<MemberRow | undefined> {
  await tx.query('select 1 from members where id = $1 for no key update', [key.memberId]);
  return findMember(tx, key);
}

/** Whether taking its role from a member would leave the installation without an administrator. */
async function isLastAdmin(tx: Queryable, { id, role }: MemberRow): Promise<boolean> {
  return role === 'admin' && !(await isAdminLeft(tx, { kind: 'member', id }));
}

/**
 * Changes a member; omitted settings stay unchanged. Another role holds from the next request on and ends open event streams. `last`: the
 * member is the last administrator and stays one. Undefined if there is no such member, or it has been removed.
 */
export async function changeMember(
  tx: Queryable,
  change: { memberId: string; tenantId: string; settings: Partial<MemberSettings> },
): Promise<MemberRow | 'last' | undefined> {
  await lockAdmins(tx);
  const known = await lockMember(tx, change);
  if (!known || known.removedAt) return undefined;
  const { name, role, locale } = change.settings;
  if (role !== undefined && role !== known.role && (await isLastAdmin(tx, known))) return 'last';
  await tx.query(
    `update members set name = coalesce($2, name), role = coalesce($3, role), locale = coalesce($4, locale)
      where id = $1`,
    [known.id, name ?? null, role ?? null, locale ?? null],
  );
  return findMember(tx, change);
}

/** Deletes the oldest removed members where there are too many, and people who are nothing to nobody any more. */
async function forgetRemoved(tx: Queryable, { tenantId }: { tenantId: string }): Promise<void> {
  const gone = await tx.query<{ personId: string }>(
    `delete from members where id in (
       select id from members where tenant_id = $1 and removed_at is not null
        order by removed_at desc, id offset $2)
     returning person_id as "personId"`,
    [tenantId, MOST_REMOVED_MEMBERS],
  );
  if (gone.rowCount === 0) return;
  await tx.query(
    `delete from people p where p.id = any($1) and not exists (select 1 from members m where m.person_id = p.id)`,
    [gone.rows.map(({ personId }) => personId)],
  );
}

/**
 * Removes a member: its sessions and sign-in links end at once. Removing it again changes nothing. `last`: it is the last administrator
 * and stays.
 */
export async function removeMember(
  tx: Queryable,
  key: { memberId: string; tenantId: string; by: Principal },
): Promise<MemberRow | 'last' | undefined> {
  await lockAdmins(tx);
  const known = await lockMember(tx, key);
  if (!known || known.removedAt) return known;
  if (await isLastAdmin(tx, known)) return 'last';
  await tx.query('update members set removed_at = clock_timestamp(), removed_by = $2 where id = $1', [
    known.id,
    principalName(key.by),
  ]);
  await tx.query('delete from sessions where member_id = $1', [known.id]);
  await tx.query('delete from sign_in_links where member_id = $1', [known.id]);
  const removed = await findMember(tx, key);
  await forgetRemoved(tx, key);
  return removed;
}

/** The person of an address, added where nobody has it yet; capitals make no difference. */
async function personOf(tx: Queryable, { address }: { address: string }): Promise<string> {
  const result = await tx.query<{ id: string }>(
    `insert into people as p (id, address, folded) values ($1, $2, $3)
     on conflict (folded) do update set folded = p.folded returning id`,
    [randomUUID(), address, foldedAddress(address)],
  );
  return result.rows[0]!.id;
}

/**
 * Makes a person a member of a tenant; the caller holds the tenant's lock. Returns the member's id, also of one that exists already.
 * `full`: the person is a member of as many tenants as anybody may be.
 */
export async function addMember(
  tx: Queryable,
  row: MemberSettings & { tenantId: string; address: string; addedBy: string },
): Promise<string | 'full'> {
  // Locked by this until the transaction ends, so that a person's memberships are counted one after the other.
  const personId = await personOf(tx, row);
  const held = await tx.query<{ id: string; tenantId: string }>(
    `select id, tenant_id as "tenantId" from members where person_id = $1 and removed_at is null`,
    [personId],
  );
  const known = held.rows.find(({ tenantId }) => tenantId === row.tenantId);
  if (known) return known.id;
  if (held.rows.length >= MOST_MEMBERSHIPS) return 'full';
  const id = randomUUID();
  await tx.query(
    `insert into members (id, person_id, tenant_id, name, role, locale, added_by) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, personId, row.tenantId, row.name, row.role, row.locale, row.addedBy],
  );
  return id;
}

/** A tenant that a person is a member of. */
export interface MembershipRow {
  /** Of the member. */
  id: string;
  tenantId: string;
  tenantName: string;
  tenantKind: TenantKind;
  role: Role;
}

/** A page of the tenants that a person is a member of, newest membership first. `after` is the last row of the previous page. */
export async function listMemberships(
  db: Queryable,
  filter: {
    personId: string;
    limit: number;
    /** `createdAt` of the membership in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<MembershipRow & { position: string }>> {
  const result = await db.query<MembershipRow & { position: string }>(
    `select m.id, t.id as "tenantId", t.name as "tenantName", t.kind as "tenantKind", m.role,
            (extract(epoch from m.created_at) * 1000000)::bigint::text as position
       from members m join tenants t on t.id = m.tenant_id
      where m.person_id = $1 and m.removed_at is null
        and ($2::bigint is null
          or (m.created_at, m.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by m.created_at desc, m.id desc limit $4`,
    [filter.personId, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Moves a session to another tenant that its person is a member of. Returns whether it did; its event streams end. */
export async function switchTenant(
  db: Queryable,
  to: { sessionId: string; personId: string; tenantId: string },
): Promise<boolean> {
  const result = await db.query(
    `with member as (
       select id from members where person_id = $2 and tenant_id = $3 and removed_at is null for share)
     update sessions s set member_id = member.id from member, members now
      where s.id = $1 and s.expires_at > statement_timestamp() and now.id = s.member_id and now.person_id = $2`,
    [to.sessionId, to.personId, to.tenantId],
  );
  return result.rowCount === 1;
}
