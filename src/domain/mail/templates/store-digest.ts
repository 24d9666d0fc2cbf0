import { STORE_MAIL_KINDS } from '../../../contract/mail';
import type { MailLocale, StoreMailKind } from '../../../contract/mail';
import { button, list } from '../content';
import type { MailBlock, MailTemplate, MailValues } from '../content';

const TITLES: Readonly<Record<MailLocale, Readonly<Record<StoreMailKind, string>>>> = {
  en: {
    store_pick: 'Ideas to choose from',
    store_approval: 'Waiting for approval',
    store_published: 'Published',
    store_failed: 'Failed',
    bulk_finished: 'Bulk jobs finished',
  },
  de: {
    store_pick: 'Ideen zur Auswahl',
    store_approval: 'Wartet auf Freigabe',
    store_published: 'Veröffentlicht',
    store_failed: 'Fehlgeschlagen',
    bulk_finished: 'Beendete Massenaufträge',
  },
};

const MORE: Readonly<Record<MailLocale, (count: number) => string>> = {
  en: (count) => `and ${count} more`,
  de: (count) => `und ${count} weitere`,
};

const UNTITLED: Readonly<Record<MailLocale, string>> = { en: 'Untitled', de: 'Ohne Titel' };

/** What there is of each kind: its number, and as many titles as the facts name. */
function listsOf(locale: MailLocale, v: MailValues): MailBlock[] {
  return STORE_MAIL_KINDS.flatMap((kind) => {
    const count = v.count(kind);
    if (count === 0) return [];
    const titles: string[] = [];
    for (let n = 1; v.has(`${kind}.${n}`); n += 1) titles.push(v.text(`${kind}.${n}`, UNTITLED[locale]));
    const rest = count - titles.length;
    return [list(`${TITLES[locale][kind]} (${count})`, rest > 0 ? [...titles, MORE[locale](rest)] : titles)];
  });
}

/** What happened within a day, and what waits. */
export const storeDigest: MailTemplate = {
  en: (v) => ({
    subject: 'Your daily summary',
    heading: 'Your daily summary',
    blocks: [...listsOf('en', v), button('Open Galley', '/')],
  }),
  de: (v) => ({
    subject: 'Ihre Tagesübersicht',
    heading: 'Ihre Tagesübersicht',
    blocks: [...listsOf('de', v), button('Galley öffnen', '/')],
  }),
};
