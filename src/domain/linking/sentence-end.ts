/** What ends a sentence, with quotation marks and brackets behind it. */
const ENDED = /[\p{Sentence_Terminal}…][\p{Pe}\p{Pf}"'”’]*$/u;

/** Thai and Lao end sentences without a sign. */
const ENDED_WITHOUT = /[\p{Script=Thai}\p{Script=Lao}][\p{Pe}\p{Pf}"'”’]*$/u;

/** Ends of sentences in scripts that put no space between them. */
const ENDED_WIDE = /[。！？｡][\p{Pe}\p{Pf}"'”’]*$/u;

/** Of the end of a text, as much is looked at, in UTF-16 units. */
const TAIL = 10;

/** Whether a text ends where a sentence ends. */
export function endsSentence(text: string): boolean {
  const tail = text.slice(-TAIL);
  return ENDED.test(tail) || ENDED_WITHOUT.test(tail);
}

/** What stands between a text and the next sentence of its paragraph. */
export function separatorAfter(text: string): '' | ' ' {
  return ENDED_WIDE.test(text.slice(-TAIL)) ? '' : ' ';
}
