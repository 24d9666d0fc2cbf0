import type { MailLocale } from '../../../contract/mail';
import { button, list, note, orderPath, quoted, text } from '../content';
import type { MailBlock, MailTemplate, MailValues } from '../content';

/** How a job ended, as its status says; any other one is told as finished. */
const ENDED: Readonly<Record<MailLocale, Readonly<Record<string, string>> & { completed: string }>> = {
  en: { completed: 'Bulk job finished', cancelled: 'Bulk job cancelled', failed: 'Bulk job failed' },
  de: {
    completed: 'Massenauftrag beendet',
    cancelled: 'Massenauftrag abgebrochen',
    failed: 'Massenauftrag fehlgeschlagen',
  },
};

function ended(locale: MailLocale, v: MailValues): string {
  const status = v.text('status');
  const words = ENDED[locale];
  return Object.hasOwn(words, status) ? words[status]! : words.completed;
}

const FAILURES: Readonly<Record<MailLocale, { title: string; more: (count: number) => string }>> = {
  en: { title: 'Failed texts', more: (count) => `and ${count} more` },
  de: { title: 'Fehlgeschlagene Texte', more: (count) => `und ${count} weitere` },
};

/** As many failures as the facts name, and how many there are besides. */
function failuresOf(locale: MailLocale, v: MailValues): MailBlock[] {
  const named: string[] = [];
  for (let n = 1; v.has(`error_summary.${n}`); n += 1) named.push(v.text(`error_summary.${n}`, '–'));
  if (named.length === 0) return [];
  const { title, more } = FAILURES[locale];
  const rest = v.count('failed') - named.length;
  return [list(title, rest > 0 ? [...named, more(rest)] : named)];
}

/** A bulk job has ended, and so have all of its items. */
export const bulkFinished: MailTemplate = {
  en: (v) => ({
    subject: `${ended('en', v)}: ${v.count('completed')} of ${v.count('total')} completed`,
    heading: ended('en', v),
    blocks: [
      text(
        `${quoted('en', v.text('title'), 'Your bulk job')}: ${v.count('completed')} of ${v.count('total')} texts completed, ${v.count('failed')} failed, ${v.count('cancelled')} cancelled.`,
      ),
      ...failuresOf('en', v),
      button('View bulk job', orderPath(v)),
      ...(v.has('placed') ? [note('You get this mail because you placed the job.')] : []),
    ],
  }),
  de: (v) => ({
    subject: `${ended('de', v)}: ${v.count('completed')} von ${v.count('total')} fertig`,
    heading: ended('de', v),
    blocks: [
      text(
        `${quoted('de', v.text('title'), 'Ihr Massenauftrag')}: ${v.count('completed')} von ${v.count('total')} Texten fertig, ${v.count('failed')} fehlgeschlagen, ${v.count('cancelled')} abgebrochen.`,
      ),
      ...failuresOf('de', v),
      button('Massenauftrag ansehen', orderPath(v)),
      ...(v.has('placed') ? [note('Sie erhalten diese E-Mail, weil Sie den Auftrag erteilt haben.')] : []),
    ],
  }),
};
