import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { csvOf } from '../../domain/text/csv-table';
import { does } from '../context';
import type { Context } from '../context';
import { LISTS, pagesOf } from '../find';
import { openTarget } from '../files';
import type { CliIo } from '../io';
import { KINDS } from '../kinds';
import { isTerminal } from '../output';
import { plainText, safeJson } from '../text';

/** What is asked for at once. */
const PAGE = 100;

interface ExportOptions {
  format: 'jsonl' | 'csv';
  status?: string;
  batch?: string;
  output?: string;
}

type Item = Record<string, unknown>;

/** A value as a cell; what has parts is written as JSON. */
function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join('; ');
  return JSON.stringify(value);
}

/** Creates a function that writes the items of one page as text. */
function writerOf(format: ExportOptions['format']): (items: Item[]) => string {
  if (format === 'jsonl') return (items) => items.map((item) => `${safeJson(item)}\n`).join('');
  let columns: string[] | undefined;
  return (items) => {
    const head = columns === undefined;
    columns ??= Object.keys(items[0] ?? {});
    if (columns.length === 0) return '';
    const rows = items.map((item) => columns!.map((name) => cellOf(item[name])));
    return csvOf(head ? [columns, ...rows] : rows);
  };
}

async function exportList(
  { io, api, json }: Context,
  [list]: string[],
  options: ExportOptions,
): Promise<void> {
  const kind = LISTS[list as keyof typeof LISTS];
  const write = writerOf(json ? 'jsonl' : options.format);
  const { status, batch: batchId, output } = options;
  const target = await openTarget(io, output);
  const isShown = (output === undefined || output === '-') && isTerminal(io.stdout, io.env);
  try {
    const query = { limit: PAGE, status, batchId };
    for await (const items of pagesOf<Item>(api, KINDS[kind].base, query)) {
      const text = write(items);
      await target.write(isShown ? plainText(text) : text);
    }
  } finally {
    await target.close();
  }
}

/** `galley export`: writes a whole list. */
export function addExport(io: CliIo, program: Command): void {
  const lists = Object.keys(LISTS);
  const command = program
    .command('export')
    .description('Write a whole list as JSON lines or CSV, the newest first')
    .argument('<list>', lists.join(', '), (list: string) => {
      if (lists.includes(list)) return list;
      throw new InvalidArgumentError(`It must be one of ${lists.join(', ')}.`);
    })
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['jsonl', 'csv']).default('jsonl'),
    )
    .option('--status <status>', 'only those with this status')
    .option('--batch <id>', 'only those of this batch (posts and pages)')
    .option('-o, --output <file>', 'a new file; by default standard output');
  does<ExportOptions>(io, command, exportList);
}
