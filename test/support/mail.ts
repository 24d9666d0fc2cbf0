import { randomUUID } from 'node:crypto';
import type { NewMail } from '../../src/db/mail/queue';
import { until } from './api-client';
import type { Galley } from './galley';
import type { SimulatedMail } from '../../src/simulators/smtp/mailbox';

/** What is recorded of a mail. */
export interface MailRow {
  state: string;
  tries: number;
  lastStatus: number | null;
  lastProblem: string | null;
  hasSecret: boolean;
}

/** An address of its own for a test. */
export function newAddress(name = 'reader'): string {
  return `${name}-${randomUUID().slice(0, 8)}@shop.example`;
}

/** Queues a mail in a transaction of its own; answers its id. */
export async function queueOne(galley: Galley, own: Partial<NewMail> = {}): Promise<string> {
  const id = await galley.db.transaction((tx) =>
    tx.mail.queueMail({
      ...{ kind: 'failed', about: randomUUID(), round: 1, tenantId: null, orderId: null },
      ...{ to: newAddress(), locale: 'en', facts: { orderId: randomUUID() } },
      ...own,
    }),
  );
  if (id === undefined) throw new Error('there is such a mail already');
  return id;
}

/** What is recorded of a mail now. */
export async function mailRow(galley: Galley, id: string): Promise<MailRow> {
  const { rows } = await galley.database.pool.query<MailRow>(
    `select state, tries, last_status as "lastStatus", last_problem as "lastProblem", sealed_secret is not null as "hasSecret"
       from webhook_deliveries where id = $1`,
    [id],
  );
  return rows[0]!;
}

/** Waits until a mail is in a state, and answers what is recorded of it. */
export function mailReaches(galley: Galley, id: string, state: string, timeoutMs?: number): Promise<MailRow> {
  let last: MailRow | undefined;
  return until(
    () => `a mail that is ${state}, last ${JSON.stringify(last)}`,
    async () => {
      last = await mailRow(galley, id);
      return last.state === state && last;
    },
    timeoutMs,
  );
}

/** Waits for mails to an address, as many as there should be. */
export async function mailsTo(
  galley: Galley,
  to: string,
  count = 1,
  timeoutMs?: number,
): Promise<SimulatedMail[]> {
  await until(
    () => `${count} mails to an address, got ${galley.simulators.control.mails(to).length}`,
    async () => galley.simulators.control.mails(to).length >= count,
    timeoutMs,
  );
  return galley.simulators.control.mails(to);
}

/** The token of a link in a mail. */
export function tokenIn(mail: SimulatedMail, path: string): string {
  const token = /^[\w-]{43}/.exec((mail.text ?? '').split(path)[1] ?? '')?.[0];
  if (token === undefined) throw new Error(`no link ${path} in a mail`);
  return token;
}
