/** A draft below this fraction of the words ordered is not worth the price paid. */
export const MIN_LENGTH_SHARE = 0.7;

/** A draft above this fraction of the words ordered is padded, or failed to stop. */
export const MAX_LENGTH_SHARE = 1.5;

/** With fewer sections, a long page cannot be skimmed. */
export const MIN_SECTIONS = 3;

/** A last line of fewer words may be a greeting or a signature, which needs no full stop. */
export const MIN_UNENDED_WORDS = 7;

/** If fewer of a text's sentences end with a full stop or its like, the text does not use them. */
export const ENDED_SHARE = 0.8;

/**
 * A keyword first mentioned after this many words leaves visitors from a search engine unsure whether the page is what
 * they want.
 */
export const KEYWORD_OPENING_WORDS = 100;

/** With fewer than one mention in this many words, the page drifts off topic. */
export const WORDS_PER_KEYWORD = 400;

/** Above this fraction of all words, the keyword makes the text read as if written for machines. */
export const MAX_KEYWORD_SHARE = 0.03;

/** At this multiple of the fraction above, the text is not merely clumsy but worthless to a reader. */
export const STUFFED_FACTOR = 3;

/** At one mention in this many words, about every other sentence has the keyword. */
export const WORDS_PER_STUFFED_MENTION = 40;

/** Below this many mentions, density alone says little. */
export const MIN_STUFFED_MENTIONS = 10;

/** This many mentions are always allowed: in a short text, two mentions of a long keyword exceed any fraction. */
export const FREE_KEYWORD_MENTIONS = 4;

/** Sentences above this many words on average are hard work for most readers. */
export const MAX_MEAN_SENTENCE = 28;

/** A mean over fewer sentences than this is meaningless. */
export const MIN_SENTENCES_FOR_MEAN = 3;

/** A paragraph above this many words fills more than two phone screens. */
export const MAX_PARAGRAPH = 200;

/** At this multiple of the length above, a paragraph is a wall of text that nobody reads. */
export const WALL_FACTOR = 2;

/** Where paragraphs above the maximum hold this fraction of a text, the text as a whole is a wall. */
export const WALL_SHARE = 0.6;

/** Shorter sentences, such as "Here is how it works.", may well occur twice. */
export const REPEATED_SENTENCE_WORDS = 8;

/** A longer line is a sentence, even if a label stands before it. */
export const MAX_LABELLED_WORDS = 15;

/** A run of this many words is unlikely to recur by chance. */
export const REPEATED_RUN_WORDS = 8;

/** Twice may be an intended echo; three times, the model is repeating itself. */
export const REPEATED_RUN_TIMES = 3;

/** In a text of more words, three times may be the name of a place or a law. */
export const LONG_TEXT_WORDS = 600;

/** A longer run than this is no name. */
export const LONGER_RUN_WORDS = 10;

/** A paragraph with fewer meaningful words shares most of them with others by chance. */
export const MIN_RESTATED_WORDS = 10;

/** A paragraph this much like an earlier one was only reworded: good paragraphs on one subject stay below 0.4. */
export const RESTATED_SHARE = 0.8;

/** Once, this much may be an intended echo; the number of times below, the text goes round in circles. */
export const ECHOED_SHARE = 0.65;
export const ECHOED_TIMES = 2;

/** With fewer words, the fraction of stop words is noise. */
export const MIN_WORDS_FOR_LANGUAGE = 40;

/** Running text in a language has at least this fraction of its stop words, usually a third or more. */
export const MIN_STOP_WORD_SHARE = 0.18;

/** Only text in the language itself reaches this fraction of its stop words. */
export const SURE_STOP_WORD_SHARE = 0.35;

/** Related languages share stop words, so only a clear lead proves another language. */
export const LANGUAGE_LEAD = 1.6;

/** Shorter paragraphs are not judged on their own, because a name or a short quotation would decide. */
export const MIN_WORDS_FOR_PASSAGE = 15;

/** This many words in another language are more than a quotation. */
export const FOREIGN_WORDS = 40;

/** The same for words that do not stand as a quotation: not in a block of one, in italics or in quotation marks. */
export const FOREIGN_WORDS_UNQUOTED = 25;

/** Below this fraction of the text, a passage in another language may be a poem or a letter that the text is about. */
export const FOREIGN_SHARE = 0.1;

/** Five consecutive words rarely match by chance, and still match when single words of a copy are changed. */
export const COPIED_RUN_WORDS = 5;

/** With fewer distinct runs, their overlap is meaningless. */
export const MIN_RUNS = 40;

/** A third taken word for word is a rehash of the other post, and search engines show only one of the two. */
export const COPIED_SHARE = 0.33;

/** Facts and set phrases of a store recur in its posts; independent posts on one product stay well below this. */
export const CLOSE_SHARE = 0.15;

/**
 * Number of the store's most recent posts that a new one is compared with; readers and search engines rarely look
 * further back.
 */
export const MAX_COMPARED_POSTS = 50;

/** Maximum length of a post's text that is compared, in UTF-16 units; about three thousand words. */
export const MAX_COMPARED_LENGTH = 20_000;

/** One run in this many is kept in a sketch: about seventy of an article of six hundred words. */
export const SKETCH_SAMPLE = 8;

/** Maximum number of hashes in a sketch; a text of the maximum length has fewer than five hundred. */
export const MAX_SKETCH_HASHES = 512;

/** With fewer hashes, what two sketches have in common is chance. */
export const MIN_SKETCH_HASHES = 20;

/** Below the limit for a close text, because a sketch only estimates: a copied third is hardly ever estimated lower than this. */
export const SKETCH_CLOSE_SHARE = 0.1;

/** More findings of one kind would make the next prompt longer but not clearer. */
export const MAX_FINDINGS_PER_CHECK = 5;

/** Maximum length of a quotation in a finding, in UTF-16 units. */
export const MAX_QUOTE_LENGTH = 160;

/** Formats a fraction as a percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
