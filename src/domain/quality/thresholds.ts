/** A draft below this share of the ordered words is short weight for the price paid. */
export const SHORTEST_SHARE = 0.7;

/** A draft above this share of the ordered words is padded, or its ending was missed. */
export const LONGEST_SHARE = 1.5;

/** With fewer sections a reader of a long page finds nothing by skimming. */
export const FEWEST_SECTIONS = 3;

/** The keyword has to be met before this many words, or a visitor from a search does not know that the page is theirs. */
export const KEYWORD_OPENING_WORDS = 100;

/** With fewer than one mention in this many words the page drifts away from its subject. */
export const WORDS_PER_KEYWORD = 400;

/** Above this share of all words taken up by the keyword the text reads as made for machines. */
export const LARGEST_KEYWORD_SHARE = 0.03;

/** At this multiple of the share above, the text is worthless to a reader rather than merely clumsy. */
export const STUFFED_FACTOR = 3;

/** So many mentions are always allowed: in a short text with a long keyword two of them are over any share. */
export const FREE_KEYWORD_MENTIONS = 4;

/** A mean sentence above this many words is hard work for most readers. */
export const LONGEST_MEAN_SENTENCE = 28;

/** A mean over fewer sentences than this says nothing. */
export const FEWEST_SENTENCES_FOR_MEAN = 3;

/** A paragraph above this many words fills a telephone's screen more than twice. */
export const LONGEST_PARAGRAPH = 200;

/** At this multiple of the length above, a paragraph is a wall that nobody reads rather than merely a long one. */
export const WALL_FACTOR = 2;

/** Shorter sentences ("Here is how it works.") may well occur twice. */
export const REPEATED_SENTENCE_WORDS = 8;

/** A run of this many words is too long to come up again by chance. */
export const REPEATED_RUN_WORDS = 8;

/** Twice may be an intended echo; three times the model goes round in circles. */
export const REPEATED_RUN_TIMES = 3;

/** With fewer words the share of stop words is noise. */
export const FEWEST_WORDS_FOR_LANGUAGE = 40;

/** Running text in a language has at least this share of its stop words (usually a third and more). */
export const SMALLEST_STOP_WORD_SHARE = 0.18;

/** No language but the one of the list itself has this share of its stop words. */
export const SURE_STOP_WORD_SHARE = 0.35;

/** Related languages share stop words, so that only a clear lead proves another language. */
export const LANGUAGE_LEAD = 1.6;

/** Paragraphs with fewer words are not judged by themselves: a name or a short quotation would decide. */
export const FEWEST_WORDS_FOR_PASSAGE = 15;

/** So many words in another language are more than a quotation. */
export const FOREIGN_WORDS = 40;

/** Below this share of the text a passage in another language may be a poem or a letter that the text is about. */
export const FOREIGN_SHARE = 0.1;

/** Five words in a row are seldom the same by chance, and survive when single words of a copy are changed. */
export const COPIED_RUN_WORDS = 5;

/** A text with fewer different runs says nothing by their share. */
export const FEWEST_RUNS = 40;

/** A third taken word for word is another post in new clothes; search engines show only one of the two. */
export const COPIED_SHARE = 0.33;

/** Facts and set phrases of one store come back in its posts; independent posts on one product stay well below this. */
export const CLOSE_SHARE = 0.15;

/** A new post is compared with so many of the store's last ones; readers and search engines seldom look further back. */
export const MOST_COMPARED_POSTS = 50;

/** A post is compared up to this many UTF-16 units, about three thousand words. */
export const MOST_COMPARED_TEXT = 20_000;

/** More findings of one kind than this make the next prompt longer without making it clearer. */
export const MOST_FINDINGS_PER_CHECK = 5;

/** The longest quotation in a finding, in UTF-16 units. */
export const LONGEST_QUOTE = 160;

/** A share as people read it. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
