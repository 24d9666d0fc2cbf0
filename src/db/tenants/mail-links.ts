import type { Locale, Principal } from '../../contract/tenancy';
import { MAIL_LINK_MINUTES, MOST_MAIL_LINKS } from '../../domain/tenants/bounds';
import { foldedAddress } from '../../domain/tenants/mail-address';
import { queueMail } from '../mail/queue';
import type { Queryable } from '../pool';
import type { MailedToken } from './invitations';

/** The membership with which a person signs in: the one that was used last. */
const LATEST = `from members m where m.person_id = p.id and m.removed_at is null
  order by m.last_used_at desc nulls last, m.created_at desc limit 1`;

/**
 * Queues a mail with a sign-in link if the address is a member's. Nothing tells the caller whether it is. A person who has as many unused
 * links as anybody may has them in the mail already and gets no further one.
 */
export async function mailSignInLink(
  tx: Queryable,
  request: MailedToken & { id: string; address: string },
): Promise<void> {
  await tx.query(
    `delete from mail_links where id in (
       select id from mail_links where expires_at < statement_timestamp() limit 100 for update skip locked)`,
  );
  // Locked, so that the links of a person are counted one after the other.
  const found = await tx.query<{ personId: string; address: string; locale: Locale | null }>(
    `select p.id as "personId", p.address, (select m.locale ${LATEST}) as locale
       from people p where p.folded = $1 for no key update`,
    [foldedAddress(request.address)],
  );
  const person = found.rows[0];
  if (!person?.locale) return;
  const made = await tx.query(
    `insert into mail_links (id, token_hash, person_id, expires_at)
     select $1, $2, $3, clock_timestamp() + make_interval(mins => $4)
      where (select count(*) from mail_links where person_id = $3 and expires_at > statement_timestamp()) < $5`,
    [request.id, request.tokenHash, person.personId, MAIL_LINK_MINUTES, MOST_MAIL_LINKS],
  );
  if (made.rowCount === 0) return;
  await queueMail(tx, {
    ...{ kind: 'sign_in_link', about: request.id, round: 1, tenantId: null, orderId: null },
    ...{ to: person.address, locale: person.locale, secret: request.token },
    facts: { minutes: MAIL_LINK_MINUTES },
  });
}

/**
 * Uses a mailed link up, and with it all others of the same person. Returns as which member its person signs in; undefined if the link
 * was used or has expired, or its person is nowhere a member any more.
 */
export async function useMailLink(tx: Queryable, key: { tokenHash: Buffer }): Promise<Principal | undefined> {
  const used = await tx.query<{ personId: string }>(
    `delete from mail_links where token_hash = $1 and expires_at > statement_timestamp()
     returning person_id as "personId"`,
    [key.tokenHash],
  );
  const personId = used.rows[0]?.personId;
  if (personId === undefined) return undefined;
  await tx.query('delete from mail_links where person_id = $1', [personId]);
  const found = await tx.query<{ memberId: string | null }>(
    `select (select m.id ${LATEST}) as "memberId" from people p where p.id = $1`,
    [personId],
  );
  const memberId = found.rows[0]?.memberId;
  return memberId ? { kind: 'member', id: memberId } : undefined;
}
