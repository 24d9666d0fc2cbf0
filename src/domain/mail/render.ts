import type { MailKind, MailLocale } from '../../contract/mail';
import { storableText } from '../text/storable';
import type { MailBlock, MailContent, MailValues } from './content';
import { MAIL_TEMPLATES } from './templates';

/** A mail as it is shown: all of it made from one content. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** What a mail is rendered from. */
export interface MailToRender {
  kind: MailKind;
  locale: MailLocale;
  facts: Readonly<Record<string, string | number>>;
  /** The token of its link, if it has one. */
  secret?: string | undefined;
  /** Where it is unsubscribed from, if that can be done. */
  unsubscribeUrl?: string | undefined;
  /** Where paths lead, without a slash at its end. */
  baseUrl: string;
}

/** Characters of a subject, and of a fact. */
const SUBJECT_LENGTH = 150;
const FACT_LENGTH = 500;

/** Control characters, line and paragraph separators, and characters that change the direction of text. */
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** A text on one line, without halves of characters, cut to a length in characters. */
function clean(value: string, length: number): string {
  const line = [...storableText(value).replace(DECEIVING, ' ').replace(/ {2,}/g, ' ').trim()];
  return line.length <= length ? line.join('') : `${line.slice(0, length - 1).join('')}…`;
}

function valuesOf({ facts, secret }: MailToRender): MailValues {
  const own = (name: string): string | number | undefined =>
    Object.hasOwn(facts, name) ? facts[name] : undefined;
  return {
    has: (name) => own(name) !== undefined,
    text: (name, fallback = '') => clean(String(own(name) ?? ''), FACT_LENGTH) || fallback,
    count: (name) => {
      const value = Number(own(name) ?? 0);
      return Number.isSafeInteger(value) ? value : 0;
    },
    segment: (name) => {
      const value = own(name);
      if (value === undefined || value === '') throw new Error(`a mail lacks ${name}`);
      return encodeURIComponent(storableText(String(value)));
    },
    secret: () => {
      if (!secret) throw new Error('a mail lacks its token');
      return encodeURIComponent(secret);
    },
  };
}

function escape(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #f4f4f2; color: #1f2328; font: 16px/1.55 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
.card { max-width: 560px; margin: 24px auto; padding: 28px; background: #ffffff; border-radius: 8px; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
h2 { margin: 20px 0 4px; font-size: 16px; }
p, ul { margin: 0 0 16px; overflow-wrap: anywhere; }
.button { display: inline-block; padding: 12px 20px; border-radius: 6px; background: #1a5c48; color: #ffffff; font-weight: 600; text-decoration: none; }
.note { color: #57606a; font-size: 13px; }
.note a { color: inherit; }
@media (max-width: 600px) { .card { margin: 0; border-radius: 0; padding: 20px; } }
@media (prefers-color-scheme: dark) {
  body { background: #15171a; color: #e6e6e3; }
  .card { background: #1f2226; }
  .button { background: #7fd1b5; color: #10221c; }
  .note { color: #a5acb3; }
}
`;

const WORDS = {
  en: { unsubscribe: 'Unsubscribe', why: 'You get this mail because you subscribed to notifications.' },
  de: {
    unsubscribe: 'Abbestellen',
    why: 'Sie erhalten diese E-Mail, weil Sie Benachrichtigungen abonniert haben.',
  },
} as const satisfies Record<MailLocale, { unsubscribe: string; why: string }>;

function htmlOf(block: MailBlock, baseUrl: string): string {
  switch (block.type) {
    case 'text':
      return `<p>${escape(block.text)}</p>`;
    case 'note':
      return `<p class="note">${escape(block.text)}</p>`;
    case 'button':
      return `<p><a class="button" href="${escape(baseUrl + block.path)}">${escape(block.label)}</a></p>`;
    case 'list':
      return `<h2>${escape(block.title)}</h2>\n<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
  }
}

function textOf(block: MailBlock, baseUrl: string): string {
  switch (block.type) {
    case 'text':
    case 'note':
      return block.text;
    case 'button':
      return `${block.label}:\n${baseUrl}${block.path}`;
    case 'list':
      return [block.title, ...block.items.map((item) => `- ${item}`)].join('\n');
  }
}

function html(content: MailContent, { locale, unsubscribeUrl, baseUrl }: MailToRender): string {
  const { unsubscribe, why } = WORDS[locale];
  const footer =
    unsubscribeUrl === undefined
      ? ''
      : `\n<p class="note">${escape(why)} <a href="${escape(unsubscribeUrl)}">${escape(unsubscribe)}</a></p>`;
  return `<!DOCTYPE html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(content.subject)}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="card">
<h1>${escape(content.heading)}</h1>
${content.blocks.map((block) => htmlOf(block, baseUrl)).join('\n')}${footer}
</div>
</body>
</html>
`;
}

function plain(content: MailContent, { locale, unsubscribeUrl, baseUrl }: MailToRender): string {
  const { unsubscribe, why } = WORDS[locale];
  return [
    content.heading,
    ...content.blocks.map((block) => textOf(block, baseUrl)),
    ...(unsubscribeUrl === undefined ? [] : [`-- \n${why}\n${unsubscribe}: ${unsubscribeUrl}`]),
    '',
  ].join('\n\n');
}

/** Renders a mail. Whatever its facts hold is text, in HTML and in the subject. Throws for a mail that lacks what its link needs. */
export function renderMail(mail: MailToRender): RenderedMail {
  const content = MAIL_TEMPLATES[mail.kind][mail.locale](valuesOf(mail));
  const subject = clean(content.subject, SUBJECT_LENGTH);
  return { subject, html: html({ ...content, subject }, mail), text: plain(content, mail) };
}

/** The subject of a mail alone, also of one whose token is forgotten. */
export function mailSubject(mail: Pick<MailToRender, 'kind' | 'locale' | 'facts'>): string {
  const values = valuesOf({ ...mail, baseUrl: '' });
  const { subject } = MAIL_TEMPLATES[mail.kind][mail.locale]({
    ...values,
    // What links lead to is not in a subject.
    ...{ segment: () => '', secret: () => '' },
  });
  return clean(subject, SUBJECT_LENGTH);
}
