import { mailSecretBinding } from '../../src/db/mail/queue';
import { sealerOf } from '../../src/db/tenants/seal';
import { until } from './api-client';
import type { Galley } from './galley';

/** A mail as it was queued. */
export interface QueuedMail {
  id: string;
  kind: string;
  about: string;
  round: number;
  tenantId: string | null;
  to: string;
  locale: string;
  facts: Record<string, string | number>;
  /** The token for its link; none once it has been delivered. */
  secret: string;
}

type Queue = Pick<Galley, 'database' | 'config'>;

/** The mails to an address, oldest first. */
export async function queuedTo({ database, config }: Queue, address: string): Promise<QueuedMail[]> {
  const { rows } = await database.pool.query<Omit<QueuedMail, 'secret'> & { sealed: Buffer | null }>(
    `select id, event_type as kind, about, round::int, tenant_id as "tenantId", recipient as "to", locale, body as facts,
            sealed_secret as sealed
       from webhook_deliveries where channel = 'mail' and recipient = $1 order by seq`,
    [address],
  );
  const sealer = sealerOf(config);
  return rows.map(({ sealed, ...mail }) => ({
    ...mail,
    secret: sealed ? sealer.open(sealed, mailSecretBinding(mail.id)) : '',
  }));
}

/** The newest mail of a kind to an address, once it is there. */
export async function lastMailTo(queue: Queue, address: string, kind: string): Promise<QueuedMail> {
  let mail: QueuedMail | undefined;
  await until(`a mail to ${address}`, async () => {
    mail = (await queuedTo(queue, address)).filter((one) => one.kind === kind).at(-1);
    return mail !== undefined;
  });
  return mail!;
}
