import { readItemLines } from '../../domain/bulk/item-lines';
import type { ItemLineProblem } from '../../domain/bulk/item-lines';
import { readBodyOfRows } from '../http/csv-body';
import type { CsvBody } from '../http/csv-body';

const WORDS: Record<ItemLineProblem, string> = {
  head: 'the first row must name the columns; topic is needed',
  column:
    'a column is unknown; the names are mode, topic, word_count, tone, language, keywords, search_intent, trends, source_md and similarity_max',
  twice: 'a column appears twice',
  mode: 'the mode must be topic, keywords, trends or spin; without a column for it, only one of keywords, trends and source_md can be there',
  modes: 'all items of a job have the same mode',
  trends: 'each trend is text|date|address, of which the address may be missing; || parts one from the next',
  cells: 'there are more cells than columns; quote a field that holds the separator',
  quotes: 'a quotation mark is never closed, or text follows it; double it inside a quoted field',
  most: 'at most 2,000 rows are read, empty ones included',
};

/** A bulk job as CSV, one item a row. */
export const bulkCsv: CsvBody = {
  description:
    'The first row names the columns: topic, and any of word_count, tone, language, and those of the mode: keywords (parted by commas) and ' +
    'search_intent; trends (each text|date|address, parted by ||); source_md and similarity_max. The mode is the one to which the columns ' +
    'belong, or that of a column mode. Concurrency, priority and name cannot be said here. Parted by semicolons, tabs or commas; quoting ' +
    'follows RFC 4180.',
  example: [
    'topic;word_count;keywords;search_intent',
    ...Array.from({ length: 10 }, (_, n) => `Garden tools ${n + 1};800;"shears, secateurs";commercial`),
  ].join('\n'),
  read(text) {
    const { mode, items, ...rows } = readItemLines(text);
    return readBodyOfRows({ mode, items }, rows, WORDS);
  },
};
