import { withoutContacts } from './facts/contacts';
import { holdsPhrase } from '../text/phrase';
import type { Check, Draft } from './draft';
import { draftWords, withKeyword } from './draft';
import type { Finding } from './findings';
import { countMentions, isMentioned, isStuffed } from './keyword';
import { found } from './rules';

/** A keyword as it can be used: without an address, which a text must not have. */
interface Keyword {
  text: string;
  words: string[];
}

function keywordsOf(draft: Draft, keywords: readonly string[]): Keyword[] {
  return keywords
    .map((keyword) => withoutContacts(keyword))
    .filter((text) => text !== '')
    .map((text) => ({ text, words: draftWords(draft, text) }));
}

/** Whether a text uses a keyword: word by word, with other endings, or with its words close together. */
export function usesKeyword(draft: Draft, keyword: string): boolean {
  const read = withKeyword(draft, keyword);
  // What has no words, such as a sign, is looked for as it is.
  if (read.keyword.length === 0) return holdsPhrase(draft.input.markdown, keyword);
  return isMentioned(read) || draft.passages.some(({ text }) => holdsPhrase(text, keyword));
}

/** The keywords of an order that its text or title uses, as they were ordered. */
export function usedKeywords(draft: Draft, keywords: readonly string[]): string[] {
  const title = titleDraft(draft);
  return keywords.filter((keyword) => {
    const text = withoutContacts(keyword);
    return text !== '' && (usesKeyword(draft, text) || usesKeyword(title, text));
  });
}

/** A draft that consists of the given texts. */
function draftOf(draft: Draft, texts: readonly string[]): Draft {
  const text = texts.join('\n\n');
  return {
    ...draft,
    input: { ...draft.input, markdown: text },
    passages: [{ kind: 'paragraph', text }],
    words: draftWords(draft, text),
  };
}

/** The title as a draft of its own. */
export function titleDraft(draft: Draft): Draft {
  return draftOf(draft, [draft.input.title]);
}

/** The first paragraph as a draft of its own. */
export function openingDraft(draft: Draft): Draft {
  return draftOf(draft, [draft.paragraphs[0]?.text ?? '']);
}

/** Mentions of a keyword that are not part of a longer one. */
function ownMentions(draft: Draft, keyword: Keyword, all: readonly Keyword[]): number {
  const longer = all.filter(
    ({ words }) => words.length > keyword.words.length && countMentions(words, keyword.words) > 0,
  );
  const within = longer.reduce((sum, { words }) => sum + countMentions(draft.words, words), 0);
  return countMentions(draft.words, keyword.words) - within;
}

function otherFindings(draft: Draft, others: readonly Keyword[], all: readonly Keyword[]): Finding[] {
  return others.flatMap((keyword): Finding[] => {
    const { text } = keyword;
    if (!usesKeyword(draft, text) && !usesKeyword(titleDraft(draft), text))
      return [
        found('keywords.missing', {
          reason: `The text never uses the keyword "${text}".`,
          hint: `Use "${text}" at least once where it fits naturally.`,
        }),
      ];
    const count = ownMentions(draft, keyword, all);
    if (!isStuffed(count, keyword.words, draft.words)) return [];
    return [
      found('keywords.stuffed', {
        reason: `"${text}" is mentioned ${count} times in ${draft.words.length} words.`,
        hint: `Mention "${text}" far less often; elsewhere use "it" or a synonym, or drop it.`,
      }),
    ];
  });
}

/** Reports keywords of an order by several that are not used, or too often. The first is also that of the text, see `checkKeyword`. */
export const checkKeywords: Check = (draft) => {
  const { order } = draft.input;
  if (order?.mode !== 'keywords' || draft.words.length === 0) return [];
  const all = keywordsOf(draft, order.keywords);
  const [first, ...others] = all;
  if (!first) return [];
  const isEarly = [titleDraft(draft), openingDraft(draft)].some((part) => usesKeyword(part, first.text));
  return [
    ...(isEarly
      ? []
      : [
          found('keywords.first', {
            reason: `Neither the title nor the first paragraph mentions "${first.text}".`,
            hint: `Use "${first.text}" in the title or in the first paragraph.`,
          }),
        ]),
    ...otherFindings(draft, others, all),
  ];
};
