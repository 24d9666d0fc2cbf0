import { principalName } from '../../contract/tenancy';
import type { Principal, TenantKind } from '../../contract/tenancy';
import {
  INVITATION_DAYS,
  MOST_INVITATION_MAILS,
  MOST_MEMBERS,
  RESEND_AFTER_SECONDS,
} from '../../domain/tenants/bounds';
import { foldedAddress } from '../../domain/tenants/mail-address';
import { queueMail } from '../mail/queue';
import type { Queryable } from '../pool';
import { lockTenant } from './keys';
import { addMember } from './members';
import type { MemberSettings } from './members';
import { holdPrincipal } from './principals';

/** Somebody who was asked to become a member, as shown to the tenant. */
export interface InvitationRow extends MemberSettings {
  id: string;
  tenantId: string;
  address: string;
  createdAt: Date;
  /** How often it was sent, and when last. */
  sent: number;
  sentAt: Date;
  expiresAt: Date;
}

/**
 * Why nothing was sent. `ended`: whoever acts has been revoked or removed. `full`: the tenant has as many members, with those invited, as
 * it may. `member`, `invited`: the address has one already. `mails`: too many were sent within a day. `soon`: it was sent just now.
 */
export type NotSent = 'ended' | 'full' | 'member' | 'invited' | 'mails' | 'soon';

/** A token as it is mailed, and the SHA-256 of it that is saved. */
export interface MailedToken {
  token: string;
  tokenHash: Buffer;
}

const COLUMNS = `id, tenant_id as "tenantId", address, name, role, locale, created_at as "createdAt", sent,
  sent_at as "sentAt", expires_at as "expiresAt"`;

/** Counts one more mail of a tenant to an address; false where either had its share of the day. The caller holds the tenant's lock. */
async function countMail(tx: Queryable, to: { tenantId: string; folded: string }): Promise<boolean> {
  await tx.query(
    `delete from invitation_mails where tenant_id = $1 and sent_at < statement_timestamp() - interval '1 day'`,
    [to.tenantId],
  );
  const counted = await tx.query<{ all: number; same: number }>(
    `select count(*)::int as all, (count(*) filter (where folded = $2))::int as same
       from invitation_mails where tenant_id = $1`,
    [to.tenantId, to.folded],
  );
  const { all, same } = counted.rows[0]!;
  if (all >= MOST_INVITATION_MAILS.ofTenant || same >= MOST_INVITATION_MAILS.toAddress) return false;
  await tx.query('insert into invitation_mails (tenant_id, folded) values ($1, $2)', [
    to.tenantId,
    to.folded,
  ]);
  return true;
}

/** Queues the mail of an invitation as it is now. It goes to the address under which its person is known, if it is. */
async function sendInvitation(
  tx: Queryable,
  row: InvitationRow,
  token: string,
  by: Principal,
): Promise<void> {
  const facts = await tx.query<{ tenantName: string; to: string; inviter: string }>(
    `select t.name as "tenantName", coalesce((select p.address from people p where p.folded = $2), $3) as "to",
            coalesce((select m.name from members m where m.id = $4), '') as inviter
       from tenants t where t.id = $1`,
    [row.tenantId, foldedAddress(row.address), row.address, by.id],
  );
  const { tenantName, to, inviter } = facts.rows[0]!;
  await queueMail(tx, {
    ...{ kind: 'invitation', about: row.id, round: row.sent, tenantId: row.tenantId, orderId: null },
    ...{ to, locale: row.locale, secret: token },
    facts: { name: row.name, tenantName, inviter, role: row.role, days: INVITATION_DAYS },
  });
}

/** Invites somebody to a tenant, and queues the mail. */
export async function invite(
  tx: Queryable,
  row: MemberSettings & MailedToken & { id: string; tenantId: string; address: string; by: Principal },
): Promise<InvitationRow | NotSent> {
  await lockTenant(tx, row);
  if (!(await holdPrincipal(tx, row.by))) return 'ended';
  const folded = foldedAddress(row.address);
  const counted = await tx.query<{ all: number; isMember: boolean; isInvited: boolean }>(
    `select (select count(*) from members where tenant_id = $1 and removed_at is null)::int
              + (select count(*) from invitations where tenant_id = $1)::int as all,
            exists (select 1 from members m join people p on p.id = m.person_id
                     where m.tenant_id = $1 and m.removed_at is null and p.folded = $2) as "isMember",
            exists (select 1 from invitations where tenant_id = $1 and folded = $2) as "isInvited"`,
    [row.tenantId, folded],
  );
  const { all, isMember, isInvited } = counted.rows[0]!;
  if (isMember) return 'member';
  if (isInvited) return 'invited';
  if (all >= MOST_MEMBERS) return 'full';
  if (!(await countMail(tx, { tenantId: row.tenantId, folded }))) return 'mails';
  const made = await tx.query<InvitationRow>(
    `insert into invitations (id, tenant_id, address, folded, name, role, locale, token_hash, invited_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + make_interval(days => $10)) returning ${COLUMNS}`,
    [
      ...[row.id, row.tenantId, row.address, folded, row.name, row.role, row.locale, row.tokenHash],
      ...[principalName(row.by), INVITATION_DAYS],
    ],
  );
  await sendInvitation(tx, made.rows[0]!, row.token, row.by);
  return made.rows[0]!;
}

/** Sends an invitation again with a new token, which takes the place of the last one. Undefined if there is none. */
export async function resendInvitation(
  tx: Queryable,
  key: MailedToken & { invitationId: string; tenantId: string; by: Principal },
): Promise<InvitationRow | NotSent | undefined> {
  await lockTenant(tx, key);
  if (!(await holdPrincipal(tx, key.by))) return 'ended';
  const found = await tx.query<{ folded: string; isSoon: boolean }>(
    `select folded, sent_at > statement_timestamp() - make_interval(secs => $3) as "isSoon"
       from invitations where id = $1 and tenant_id = $2 for update`,
    [key.invitationId, key.tenantId, RESEND_AFTER_SECONDS],
  );
  const known = found.rows[0];
  if (!known) return undefined;
  if (known.isSoon) return 'soon';
  if (!(await countMail(tx, { tenantId: key.tenantId, folded: known.folded }))) return 'mails';
  const sent = await tx.query<InvitationRow>(
    `update invitations set token_hash = $2, sent = sent + 1, sent_at = clock_timestamp(),
            expires_at = clock_timestamp() + make_interval(days => $3)
      where id = $1 returning ${COLUMNS}`,
    [key.invitationId, key.tokenHash, INVITATION_DAYS],
  );
  await sendInvitation(tx, sent.rows[0]!, key.token, key.by);
  return sent.rows[0]!;
}

/** Withdraws an invitation; its link leads nowhere from then on. Returns whether there was one. */
export async function withdrawInvitation(
  db: Queryable,
  key: { invitationId: string; tenantId: string },
): Promise<boolean> {
  const result = await db.query('delete from invitations where id = $1 and tenant_id = $2', [
    key.invitationId,
    key.tenantId,
  ]);
  return result.rowCount === 1;
}

/** A page of a tenant's invitations, newest first, expired ones included. `after` is the last row of the previous page. */
export async function listInvitations(
  db: Queryable,
  filter: {
    tenantId: string;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<InvitationRow & { position: string }>> {
  const result = await db.query<InvitationRow & { position: string }>(
    `select ${COLUMNS}, (extract(epoch from created_at) * 1000000)::bigint::text as position from invitations
      where tenant_id = $1
        and ($2::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by created_at desc, id desc limit $4`,
    [filter.tenantId, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** An invitation as whoever has its link sees it. */
export interface OpenInvitation extends InvitationRow {
  tenantName: string;
  tenantKind: TenantKind;
}

/** The invitation of a token; undefined if it was accepted, withdrawn or sent again since, or has expired. Changes nothing. */
export async function findInvitation(
  db: Queryable,
  key: { tokenHash: Buffer },
): Promise<OpenInvitation | undefined> {
  const result = await db.query<OpenInvitation>(
    `select i.*, t.name as "tenantName", t.kind as "tenantKind"
       from (select ${COLUMNS} from invitations where token_hash = $1 and expires_at > statement_timestamp()) i
       join tenants t on t.id = i."tenantId"`,
    [key.tokenHash],
  );
  return result.rows[0];
}

/**
 * Accepts an invitation: whoever has its token becomes a member. Returns the member; undefined where the token leads nowhere. `full`: the
 * person is a member of as many tenants as anybody may be.
 */
export async function acceptInvitation(
  tx: Queryable,
  key: { tokenHash: Buffer },
): Promise<(Principal & { kind: 'member' }) | 'full' | undefined> {
  const found = await findInvitation(tx, key);
  if (!found) return undefined;
  await lockTenant(tx, found);
  const used = await tx.query<InvitationRow & { invitedBy: string }>(
    `delete from invitations where token_hash = $1 and expires_at > statement_timestamp()
     returning ${COLUMNS}, invited_by as "invitedBy"`,
    [key.tokenHash],
  );
  const row = used.rows[0];
  if (!row) return undefined;
  const id = await addMember(tx, { ...row, addedBy: row.invitedBy });
  return id === 'full' ? 'full' : { kind: 'member', id };
}
