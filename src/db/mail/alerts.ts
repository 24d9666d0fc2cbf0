import type { MailLocale } from '../../contract/mail';
import type { Queryable } from '../pool';
import { queueMail } from './queue';

/** What administrators are told, by what happened. */
const ALERTS = {
  amount_differs: {
    en: {
      subject: 'A payment differs from its order',
      message:
        'The amount that was paid is not the price of order {orderId}. It was not started; the money is refunded.',
    },
    de: {
      subject: 'Eine Zahlung weicht von der Bestellung ab',
      message:
        'Der gezahlte Betrag ist nicht der Preis der Bestellung {orderId}. Sie wurde nicht begonnen; das Geld wird erstattet.',
    },
  },
  surplus_payment: {
    en: {
      subject: 'An order was paid twice',
      message: 'A second payment arrived for order {orderId}. It is refunded.',
    },
    de: {
      subject: 'Eine Bestellung wurde doppelt bezahlt',
      message: 'Für die Bestellung {orderId} ist eine zweite Zahlung eingegangen. Sie wird erstattet.',
    },
  },
  refund_failed: {
    en: {
      subject: 'A refund failed',
      message: 'The refund for order {orderId} failed. Refund the payment in the Stripe dashboard.',
    },
    de: {
      subject: 'Eine Erstattung ist fehlgeschlagen',
      message:
        'Die Erstattung für die Bestellung {orderId} ist fehlgeschlagen. Bitte die Zahlung im Stripe-Dashboard erstatten.',
    },
  },
  refund_returned: {
    en: {
      subject: 'A refund came back',
      message:
        'The refund for order {orderId} had succeeded, but the bank sent it back. Settle it with the customer in another way.',
    },
    de: {
      subject: 'Eine Erstattung kam zurück',
      message:
        'Die Erstattung für die Bestellung {orderId} war ausgeführt, aber die Bank hat sie zurückgesandt. Bitte mit dem Kunden anders regeln.',
    },
  },
} as const satisfies Record<string, Record<MailLocale, { subject: string; message: string }>>;

/** Kinds of alerts to administrators. */
export type AdminAlert = keyof typeof ALERTS;

/** Administrators that an alert is mailed to at most. */
const MOST_ADMINS = 20;

/** Mails every administrator, in the transaction of the cause, once a subject (`about`), round and person. */
export async function alertAdmins(
  tx: Queryable,
  told: { about: string; round: number; alert: AdminAlert; orderId: string },
): Promise<void> {
  const { rows } = await tx.query<{ personId: string; address: string; locale: MailLocale }>(
    `select distinct on (p.id) p.id as "personId", p.address, m.locale
       from members m join people p on p.id = m.person_id join tenants t on t.id = m.tenant_id
      where t.kind = 'operator' and m.role = 'admin' and m.removed_at is null
      order by p.id, m.created_at limit $1`,
    [MOST_ADMINS],
  );
  for (const { personId, address, locale } of rows) {
    const { subject, message } = ALERTS[told.alert][locale];
    await queueMail(tx, {
      kind: 'admin_alert',
      about: `${told.about}:${personId}`,
      round: told.round,
      tenantId: null,
      orderId: null,
      to: address,
      locale,
      facts: { subject, message: message.replace('{orderId}', told.orderId) },
    });
  }
}
