import { ADMIN_ALERTS } from '../../../contract/mail';
import type { AdminAlert, MailLocale } from '../../../contract/mail';
import { button, note, orderPath, reviewPath, text } from '../content';
import type { MailContent, MailTemplate, MailValues } from '../content';

/** Names of providers as people know them. */
const PROVIDERS: Readonly<Record<string, string>> = { openai: 'OpenAI', replicate: 'Replicate' };

/** The account that an alert is about, with the model that alone is concerned, if one is. */
function accountOf(v: MailValues): string {
  const account = v.text('account');
  const name = PROVIDERS[account] ?? account;
  return v.text('model') === '' ? name : `${name} (${v.text('model')})`;
}

/** What is said of an order's money, with a button that leads to the order. */
function ofPayment(
  label: string,
  words: { subject: string; heading: string; message: string },
): (v: MailValues) => MailContent {
  const { subject, heading, message } = words;
  return (v) => ({ subject, heading, blocks: [text(message), button(label, orderPath(v))] });
}

/** What is said of an order that was bought, with a button that leads to where it is reviewed. */
function ofReview(
  label: string,
  words: { subject: string; heading: string; message: string },
): (v: MailValues) => MailContent {
  const { subject, heading, message } = words;
  return (v) => ({ subject, heading, blocks: [text(message), button(label, reviewPath(v))] });
}

const EN: Readonly<Record<AdminAlert, MailTemplate['en']>> = {
  account_closed: (v) => ({
    subject: `Galley alert: ${accountOf(v)} refuses our requests`,
    heading: `${accountOf(v)} refuses our requests`,
    blocks: [
      text(`Reason: ${v.text('reason', 'unknown')}. Check the provider’s key, quota and billing.`),
      text(
        'Orders that need it wait. They go on once the provider takes requests again, which Galley keeps trying.',
      ),
      button('Open overview', '/'),
    ],
  }),
  order_fault: (v) => ({
    subject: 'Galley alert: an order failed by a fault of ours',
    heading: 'An order failed by a fault of ours',
    blocks: [
      text(
        'Something unexpected went wrong. The order can be retried; its attempts and the log say what happened.',
      ),
      button('Open order', orderPath(v)),
    ],
  }),
  amount_differs: ofPayment('Open order', {
    subject: 'Galley alert: a payment differs from its order',
    heading: 'A payment differs from its order',
    message:
      'The amount or currency that was paid is not the price of the order. The order was not started; the money is refunded.',
  }),
  surplus_payment: ofPayment('Open order', {
    subject: 'Galley alert: an order was paid twice',
    heading: 'An order was paid twice',
    message: 'A further payment arrived for an order that needs none. It is refunded.',
  }),
  refund_failed: ofPayment('Open order', {
    subject: 'Galley alert: a refund failed',
    heading: 'A refund failed',
    message: 'The payment could not be refunded. Refund it in the Stripe dashboard.',
  }),
  refund_returned: ofPayment('Open order', {
    subject: 'Galley alert: a refund came back',
    heading: 'A refund came back',
    message:
      'The refund had succeeded, but the bank sent it back. Settle it with the customer in another way.',
  }),
  review_waiting: ofReview('Review text', {
    subject: 'Galley: a text waits for your approval',
    heading: 'A text waits for your approval',
    message: 'An ordered text was submitted. Approve it, or reject it with a reason.',
  }),
  order_broke: ofReview('Open order', {
    subject: 'Galley alert: an order could not be done',
    heading: 'An order could not be done',
    message:
      'Its findings say why. Retry it; if it was paid for and nobody does so in time, the payment is refunded.',
  }),
};

const DE: Readonly<Record<AdminAlert, MailTemplate['de']>> = {
  account_closed: (v) => ({
    subject: `Galley-Warnung: ${accountOf(v)} weist Anfragen ab`,
    heading: `${accountOf(v)} weist unsere Anfragen ab`,
    blocks: [
      text(
        `Grund: ${v.text('reason', 'unbekannt')}. Bitte Schlüssel, Kontingent und Abrechnung beim Anbieter prüfen.`,
      ),
      text(
        'Betroffene Aufträge warten. Galley versucht es weiter; sobald der Anbieter wieder annimmt, laufen sie weiter.',
      ),
      button('Übersicht öffnen', '/'),
    ],
  }),
  order_fault: (v) => ({
    subject: 'Galley-Warnung: Auftrag durch internen Fehler gescheitert',
    heading: 'Ein Auftrag ist durch einen internen Fehler gescheitert',
    blocks: [
      text(
        'Etwas Unerwartetes ist passiert. Der Auftrag kann wiederholt werden; Näheres steht bei seinen Versuchen und im Log.',
      ),
      button('Auftrag öffnen', orderPath(v)),
    ],
  }),
  amount_differs: ofPayment('Auftrag öffnen', {
    subject: 'Galley-Warnung: Zahlung weicht von der Bestellung ab',
    heading: 'Eine Zahlung weicht von der Bestellung ab',
    message:
      'Gezahlter Betrag oder Währung entsprechen nicht dem Preis der Bestellung. Sie wurde nicht begonnen; das Geld wird erstattet.',
  }),
  surplus_payment: ofPayment('Auftrag öffnen', {
    subject: 'Galley-Warnung: Bestellung doppelt bezahlt',
    heading: 'Eine Bestellung wurde doppelt bezahlt',
    message:
      'Für eine Bestellung, die keine Zahlung mehr braucht, ist eine weitere eingegangen. Sie wird erstattet.',
  }),
  refund_failed: ofPayment('Auftrag öffnen', {
    subject: 'Galley-Warnung: Erstattung fehlgeschlagen',
    heading: 'Eine Erstattung ist fehlgeschlagen',
    message: 'Die Zahlung konnte nicht erstattet werden. Bitte im Stripe-Dashboard erstatten.',
  }),
  refund_returned: ofPayment('Auftrag öffnen', {
    subject: 'Galley-Warnung: Erstattung kam zurück',
    heading: 'Eine Erstattung kam zurück',
    message:
      'Die Erstattung war ausgeführt, aber die Bank hat sie zurückgesandt. Bitte mit dem Kunden anders regeln.',
  }),
  review_waiting: ofReview('Text prüfen', {
    subject: 'Galley: Ein Text wartet auf Freigabe',
    heading: 'Ein Text wartet auf Ihre Freigabe',
    message: 'Ein bestellter Text wurde eingereicht. Bitte freigeben oder mit Begründung ablehnen.',
  }),
  order_broke: ofReview('Auftrag öffnen', {
    subject: 'Galley-Warnung: Auftrag nicht ausführbar',
    heading: 'Ein Auftrag konnte nicht ausgeführt werden',
    message:
      'Warum, steht bei den Befunden. Der Auftrag kann wiederholt werden; geschieht das nicht rechtzeitig, wird eine Zahlung erstattet.',
  }),
};

/** What is said of an alert that this version does not know, as one of a newer version. */
const UNKNOWN = {
  en: {
    subject: 'Galley alert: attention needed',
    heading: 'Attention needed',
    blocks: [text('Something needs your attention. The log says more.'), button('Open overview', '/')],
  },
  de: {
    subject: 'Galley-Warnung: bitte prüfen',
    heading: 'Bitte prüfen',
    blocks: [
      text('Etwas benötigt Ihre Aufmerksamkeit. Näheres steht im Log.'),
      button('Übersicht öffnen', '/'),
    ],
  },
} as const satisfies Record<MailLocale, unknown>;

const WHY = {
  en: 'You get this mail because you operate Galley. The same alert is sent at most once an hour.',
  de: 'Sie erhalten diese E-Mail, weil Sie Galley betreiben. Dieselbe Warnung kommt höchstens einmal pro Stunde.',
} as const satisfies Record<MailLocale, string>;

function contentOf(locale: MailLocale, v: MailValues): MailContent {
  const alert = ADMIN_ALERTS.find((one) => one === v.text('alert'));
  const { subject, heading, blocks } = alert ? { en: EN, de: DE }[locale][alert](v) : UNKNOWN[locale];
  return { subject, heading, blocks: [...blocks, note(WHY[locale])] };
}

/** Something needs an operator or administrator. */
export const adminAlert: MailTemplate = { en: (v) => contentOf('en', v), de: (v) => contentOf('de', v) };
