import { ADMIN_ALERTS } from '../../../contract/mail';
import type { AdminAlert, MailLocale } from '../../../contract/mail';
import type { RefundState } from '../../../contract/payments';
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
function ofPayment(label: string, words: Words): (v: MailValues) => MailContent {
  const { subject, heading, message } = words;
  return (v) => ({ subject, heading, blocks: [text(message), button(label, orderPath(v))] });
}

/** The page on which administrators see an article. */
const articlePath = (v: MailValues): string => `/catalogue/articles/${v.segment('articleId')}`;

/** What was found of the worst of an article's paid links. */
const LINK_EN: Readonly<Record<string, string>> = {
  missing: 'A link that was paid for is not on the published page.',
  'without-rel': 'A link that was paid for is on the page without rel="sponsored nofollow".',
  unchecked: 'The published page could not be read, so its paid links are unchecked.',
};
const LINK_DE: Readonly<Record<string, string>> = {
  missing: 'Ein bezahlter Link fehlt auf der veröffentlichten Seite.',
  'without-rel': 'Ein bezahlter Link steht ohne rel="sponsored nofollow" auf der Seite.',
  unchecked: 'Die veröffentlichte Seite war nicht lesbar; ihre bezahlten Links sind ungeprüft.',
};

/** What is said of an order that was bought, with a button that leads to where it is reviewed. */
function ofReview(label: string, words: Words): (v: MailValues) => MailContent {
  const { subject, heading, message } = words;
  return (v) => ({ subject, heading, blocks: [text(message), button(label, reviewPath(v))] });
}

/** What is said of a refund that needs a person, with a button that leads to the refunds in its state. */
function ofRefund(label: string, state: RefundState, words: Words): () => MailContent {
  const { subject, heading, message } = words;
  return () => ({ subject, heading, blocks: [text(message), button(label, `/refunds?state=${state}`)] });
}

interface Words {
  subject: string;
  heading: string;
  message: string;
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
  review_waiting: (v) => ({
    subject: v.count('reminder') > 0 ? 'Reminder: a text waits for approval' : 'A text waits for approval',
    heading: 'A text waits for approval',
    blocks: [
      text(
        'It passed quality control and was submitted. Approve it to publish it, or reject it with a reason.',
      ),
      button('Review text', reviewPath(v)),
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
  refund_failed: ofRefund('Open refunds', 'failed', {
    subject: 'Galley alert: a refund failed',
    heading: 'A refund failed',
    message: 'The payment could not be refunded. Retry it, or refund it in the Stripe dashboard.',
  }),
  refund_unconfirmed: ofRefund('Open refunds', 'unconfirmed', {
    subject: 'Galley alert: a refund is unconfirmed',
    heading: 'A refund is unconfirmed',
    message:
      'For a day, Stripe has not said what became of a refund. Look for it in the Stripe dashboard, then say whether it was made.',
  }),
  refund_returned: ofPayment('Open order', {
    subject: 'Galley alert: a refund came back',
    heading: 'A refund came back',
    message:
      'The refund had succeeded, but the bank sent it back. Settle it with the customer in another way.',
  }),
  outlet_failed: (v) => ({
    subject: 'Galley alert: an article could not be sent out',
    heading: 'An article could not be sent out',
    blocks: [
      text(
        `Reason: ${v.text('reason', 'unknown')}. Readers of the store or site do not see the new version.`,
      ),
      text('Remove the cause, then publish the article again from its page.'),
      button('Open article', articlePath(v)),
    ],
  }),
  link_not_kept: (v) => ({
    subject: 'Galley alert: a paid link is not as ordered',
    heading: 'A paid link is not as ordered',
    blocks: [
      text(LINK_EN[v.text('reason')] ?? LINK_EN['unchecked']!),
      text('The article stays published. Check its page, and correct the store or the site if necessary.'),
      button('Open article', articlePath(v)),
    ],
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
  review_waiting: (v) => ({
    subject:
      v.count('reminder') > 0 ? 'Erinnerung: ein Text wartet auf Freigabe' : 'Ein Text wartet auf Freigabe',
    heading: 'Ein Text wartet auf Freigabe',
    blocks: [
      text(
        'Die Qualitätskontrolle ist bestanden, der Text ist eingereicht. Geben Sie ihn zur Veröffentlichung frei oder lehnen Sie ihn mit einer Begründung ab.',
      ),
      button('Text prüfen', reviewPath(v)),
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
  refund_failed: ofRefund('Erstattungen öffnen', 'failed', {
    subject: 'Galley-Warnung: Erstattung fehlgeschlagen',
    heading: 'Eine Erstattung ist fehlgeschlagen',
    message:
      'Die Zahlung konnte nicht erstattet werden. Bitte erneut versuchen oder im Stripe-Dashboard erstatten.',
  }),
  refund_unconfirmed: ofRefund('Erstattungen öffnen', 'unconfirmed', {
    subject: 'Galley-Warnung: Erstattung unbestätigt',
    heading: 'Eine Erstattung ist unbestätigt',
    message:
      'Seit einem Tag ist von Stripe nicht zu erfahren, was aus einer Erstattung wurde. Bitte im Stripe-Dashboard nachsehen und das Ergebnis eintragen.',
  }),
  refund_returned: ofPayment('Auftrag öffnen', {
    subject: 'Galley-Warnung: Erstattung kam zurück',
    heading: 'Eine Erstattung kam zurück',
    message:
      'Die Erstattung war ausgeführt, aber die Bank hat sie zurückgesandt. Bitte mit dem Kunden anders regeln.',
  }),
  outlet_failed: (v) => ({
    subject: 'Galley-Warnung: Artikel konnte nicht veröffentlicht werden',
    heading: 'Ein Artikel konnte nicht veröffentlicht werden',
    blocks: [
      text(
        `Grund: ${v.text('reason', 'unbekannt')}. Im Shop oder auf der Website ist die neue Fassung nicht zu sehen.`,
      ),
      text('Bitte die Ursache beheben und den Artikel auf seiner Seite erneut veröffentlichen.'),
      button('Artikel öffnen', articlePath(v)),
    ],
  }),
  link_not_kept: (v) => ({
    subject: 'Galley-Warnung: Bezahlter Link weicht von der Bestellung ab',
    heading: 'Ein bezahlter Link weicht von der Bestellung ab',
    blocks: [
      text(LINK_DE[v.text('reason')] ?? LINK_DE['unchecked']!),
      text(
        'Der Artikel bleibt veröffentlicht. Bitte die Seite prüfen und den Shop oder die Website korrigieren.',
      ),
      button('Artikel öffnen', articlePath(v)),
    ],
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

/** What an alert says, whoever is told of it. */
export function alertContent(locale: MailLocale, v: MailValues): MailContent {
  const alert = ADMIN_ALERTS.find((one) => one === v.text('alert'));
  return alert
    ? { en: EN, de: DE }[locale][alert](v)
    : { ...UNKNOWN[locale], blocks: [...UNKNOWN[locale].blocks] };
}

function contentOf(locale: MailLocale, v: MailValues): MailContent {
  const { subject, heading, blocks } = alertContent(locale, v);
  return { subject, heading, blocks: [...blocks, note(WHY[locale])] };
}

/** Something needs an operator or administrator. */
export const adminAlert: MailTemplate = { en: (v) => contentOf('en', v), de: (v) => contentOf('de', v) };
