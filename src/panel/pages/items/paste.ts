import { readPageLines } from '../../../domain/items/page-lines';
import type { PageLine } from '../../../domain/items/page-lines';
import type { MessageId } from '../../messages/en';

/** A page as it is ordered. */
export type NewPage = PageLine;

/** What is wrong with a line, counted from 1. */
export interface BadLine {
  line: number;
  problem: Extract<MessageId, `new.bad.${string}`>;
}

/** Reads pages from pasted lines, cells of a spreadsheet or a CSV file. `lines` says on which line each page begins. */
export function readPages(text: string): { pages: NewPage[]; lines: number[]; bad: BadLine[] } {
  const { pages, lines, bad } = readPageLines(text);
  return {
    pages,
    lines,
    bad: bad.map(({ line, problem }) => ({ line, problem: `new.bad.${problem}` as const })),
  };
}
