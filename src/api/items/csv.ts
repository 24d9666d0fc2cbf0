import type { z } from 'zod';
import { readPageLines } from '../../domain/items/page-lines';
import type { LineProblem } from '../../domain/items/page-lines';
import { readBodyOfRows } from '../http/csv-body';
import type { CsvBody } from '../http/csv-body';
import type { createItemBatchBody } from './schemas';

const WORDS: Record<LineProblem, string> = {
  type: 'the type must be product, category, brand, inspire or engage',
  keywords: '1 to 20 keywords of up to 100 characters each are needed, parted by commas',
  twice: 'the same keyword appears twice',
  language: 'the language must be a code such as en, de or pt-BR',
  priority: 'the priority must be a number from 1 to 10',
  columns: 'only type, keywords, language and priority are expected; quote a field that holds the separator',
  quotes: 'a quotation mark is never closed, or text follows it; double it inside a quoted field',
  most: 'at most 1,000 pages can be created at once',
};

/** A batch of pages as CSV, one page a line. */
export const batchCsv: CsvBody = {
  description:
    'Columns: type, keywords (parted by commas), language, priority; the last two may be missing, and the first row may be a head. ' +
    'Parted by semicolons, tabs or commas; quoting follows RFC 4180.',
  example: 'product;"rain jackets, men\'s rain jackets";en;5',
  read(text) {
    const { pages, ...rows } = readPageLines(text);
    const body: z.input<typeof createItemBatchBody> = { items: pages };
    return readBodyOfRows(body, rows, WORDS);
  },
};
