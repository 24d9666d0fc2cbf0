import type { Locale, Principal } from '../../contract/tenancy';
import { MAIL_LINK_MINUTES, MOST_MAIL_LINKS } from '../../domain/tenants/bounds';
import { foldedAddress } from '../../domain/tenants/mail-address';
import { queueMail } from '../mail/queue';
import type { Queryable } from '../pool';
import type { MailedToken } from './invitations';

/** The membership with which a person signs in: the one that was used last. */
const LATEST = `from members m where m.person_id = p.id and m.removed_at is null
  order by m.last_used_at desc nulls last, m.created_at desc limit 1`;

/** Deletes some of the links that have expired. */
async function dropExpired(tx: Queryable): Promise<void> {
  await tx.query(
    `delete from mail_links where id in (
       select id from mail_links where expires_at < statement_timestamp() limit 100 for update skip locked)`,
  );
}

/** Saves a link of a person, who is locked; false where it has as many unused ones as anybody may. */
async function insertLink(
  tx: Queryable,
  link: { id: string; tokenHash: Buffer; personId: string; memberId: string | null },
): Promise<boolean> {
  const made = await tx.query(
    `insert into mail_links (id, token_hash, person_id, member_id, expires_at)
     select $1, $2, $3, $6, clock_timestamp() + make_interval(mins => $4)
      where (select count(*) from mail_links where person_id = $3 and expires_at > statement_timestamp()) < $5`,
    [link.id, link.tokenHash, link.personId, MAIL_LINK_MINUTES, MOST_MAIL_LINKS, link.memberId],
  );
  return made.rowCount === 1;
}

/**
 * Queues a mail with a sign-in link if the address is a member's. Nothing tells the caller whether it is. A person who has as many unused
 * links as anybody may has them in the mail already and gets no further one.
 */
export async function mailSignInLink(
  tx: Queryable,
  request: MailedToken & { id: string; address: string },
): Promise<void> {
  await dropExpired(tx);
  // Locked, so that the links of a person are counted one after the other.
  const found = await tx.query<{ personId: string; address: string; locale: Locale | null }>(
    `select p.id as "personId", p.address, (select m.locale ${LATEST}) as locale
       from people p where p.folded = $1 for no key update`,
    [foldedAddress(request.address)],
  );
  const person = found.rows[0];
  if (!person?.locale) return;
  if (!(await insertLink(tx, { ...request, personId: person.personId, memberId: null }))) return;
  await queueMail(tx, {
    ...{ kind: 'sign_in_link', about: request.id, round: 1, tenantId: null, orderId: null },
    ...{ to: person.address, locale: person.locale, secret: request.token },
    facts: { minutes: MAIL_LINK_MINUTES },
  });
}

/**
 * Queues a mail with a link that signs the buyer of an order in and leads to it, to the order's own address; nothing where there is no such
 * order, or its buyer may no longer sign in. Nothing tells the caller whether there is.
 */
export async function mailOrderLink(
  tx: Queryable,
  request: MailedToken & { id: string; orderId: string },
): Promise<void> {
  await dropExpired(tx);
  const found = await tx.query<{ personId: string; memberId: string; address: string; locale: Locale }>(
    `select p.id as "personId", m.id as "memberId", b.address, b.locale
       from purchases b join orders o on o.id = b.id join people p on p.folded = b.folded
       join members m on m.person_id = p.id and m.tenant_id = o.tenant_id and m.removed_at is null
      where b.id = $1 for no key update of p`,
    [request.orderId],
  );
  const buyer = found.rows[0];
  if (!buyer || !(await insertLink(tx, { ...request, ...buyer }))) return;
  await queueMail(tx, {
    ...{ kind: 'sign_in_link', about: request.id, round: 1, tenantId: null, orderId: null },
    ...{ to: buyer.address, locale: buyer.locale, secret: request.token },
    facts: { minutes: MAIL_LINK_MINUTES, orderId: request.orderId },
  });
}

/**
 * Uses a mailed link up, and with it all others of the same person. Returns as which member its person signs in; undefined if the link
 * was used or has expired, or its person is nowhere a member any more.
 */
export async function useMailLink(tx: Queryable, key: { tokenHash: Buffer }): Promise<Principal | undefined> {
  const used = await tx.query<{ personId: string; wanted: string | null }>(
    `delete from mail_links where token_hash = $1 and expires_at > statement_timestamp()
     returning person_id as "personId", member_id as wanted`,
    [key.tokenHash],
  );
  const [link] = used.rows;
  if (!link) return undefined;
  const { personId, wanted } = link;
  await tx.query('delete from mail_links where person_id = $1', [personId]);
  const found = await tx.query<{ memberId: string | null }>(
    `select coalesce((select m.id from members m where m.id = $2 and m.removed_at is null), (select m.id ${LATEST})) as "memberId"
       from people p where p.id = $1`,
    [personId, wanted],
  );
  const memberId = found.rows[0]?.memberId;
  return memberId ? { kind: 'member', id: memberId } : undefined;
}
