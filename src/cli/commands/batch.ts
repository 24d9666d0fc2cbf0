import type { Command } from 'commander';
import { plainCell } from '../../domain/text/csv-cell';
import type { paths } from '../../openapi/api-types';
import { does } from '../context';
import type { Context } from '../context';
import { find, pagesOf, readBatch } from '../find';
import { readInput, readJson } from '../files';
import type { InputFile } from '../files';
import { usage } from '../io';
import type { CliIo } from '../io';
import { KINDS } from '../kinds';
import { say, sayJson } from '../output';
import { plainLine } from '../text';

type PostBatch = paths['/api/blog-generation/batch']['post']['requestBody']['content']['application/json'];

interface FileOptions {
  format?: string;
}

/** The orders of a file of JSON: a list, or the body that the API takes. */
function bodyOfJson(input: InputFile, file: string): object {
  const value = readJson(input, file);
  if (Array.isArray(value)) return { items: value };
  if (typeof value === 'object' && value !== null) return value;
  throw usage(`${plainLine(file)} must hold a list, or an object with "items".`);
}

/** Posts out of a table whose first row names the fields, such as sourceType and sourceId. */
async function postsOfCsv({ text }: InputFile, file: string): Promise<PostBatch> {
  const { default: Papa } = await import('papaparse');
  const { data, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim(),
  });
  const [error] = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  if (error)
    throw usage(
      `Line ${(error.row ?? 0) + 2} of ${plainLine(file)} is no row of the table: ${plainLine(error.message)}.`,
    );
  const items = data.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .map(([name, cell]) => [name, plainCell(cell).trim()] as const)
        .filter(([, cell]) => cell !== '')
        .map(([name, cell]) => [name, name === 'priority' && /^\d+$/.test(cell) ? Number(cell) : cell]),
    ),
  );
  // What the fields may be is for the server to say.
  return { items } as PostBatch;
}

async function placePosts(context: Context, [file]: string[], { format }: FileOptions): Promise<void> {
  const { io, api, json } = context;
  const input = await readInput(io, file!, format);
  const body = input.isCsv ? await postsOfCsv(input, file!) : (bodyOfJson(input, file!) as PostBatch);
  const call = api.client.POST('/api/blog-generation/batch', { body, headers: api.written });
  const answer = await api.answered(call);
  if (json) return sayJson(io, answer);
  say(
    io,
    `Accepted ${answer.total} posts as batch ${answer.batchId}. Follow them: galley watch ${answer.batchId}`,
  );
}

async function placePages(context: Context, [file]: string[], { format }: FileOptions): Promise<void> {
  const { io, api, json } = context;
  const input = await readInput(io, file!, format);
  const address = '/api/generation/batch';
  const answer = input.isCsv
    ? await api.sendCsv<{ id: string; total: number }>(address, input.text)
    : await api.act<{ id: string; total: number }>(address, {}, bodyOfJson(input, file!));
  if (json) return sayJson(io, answer);
  say(io, `Accepted ${answer.total} pages as batch ${answer.id}. Follow them: galley watch ${answer.id}`);
}

async function cancelBatch({ io, api, json }: Context, [wanted]: string[]): Promise<void> {
  const { kind, id } = await find(api, wanted!);
  if (kind !== 'batch') throw usage(`${id} is no batch. Cancel an order with: galley order cancel ${id}`);
  const batch = await readBatch(api, id);
  let cancelled = 0;
  if (batch.kind === 'item') {
    const answer = await api.act<{ cancelledNow: number }>('/api/generation/batch/{id}/cancel', {
      path: { id },
    });
    cancelled = answer.cancelledNow;
  } else {
    const query = { batchId: id, limit: 200 };
    for await (const page of pagesOf<{ id: string; may: string[] }>(api, KINDS.blog.base, query))
      for (const post of page.filter(({ may }) => may.includes('cancel'))) {
        await api.act(`${KINDS.blog.base}/{id}/cancel`, { path: { id: post.id } }, {}, post.id);
        cancelled += 1;
      }
  }
  if (json) sayJson(io, { id, cancelledNow: cancelled });
  else say(io, `Cancelled ${cancelled} of batch ${id}.`);
}

const FORMAT = ['--format <format>', 'csv or json; by default as the name of the file says'] as const;

/** `galley batch`: places many orders at once. */
export function addBatch(io: CliIo, program: Command): void {
  const batch = program.command('batch').description('Place many orders at once');
  const file = 'JSON or CSV file, or - for what is piped in';
  does<FileOptions>(
    io,
    batch
      .command('posts')
      .description(
        'Order blog posts: a list of orders, or a table with columns such as sourceType and sourceId',
      )
      .argument('<file>', file)
      .option(...FORMAT),
    placePosts,
  );
  does<FileOptions>(
    io,
    batch
      .command('pages')
      .description('Order pages: a list of orders, or a table with a page in each row')
      .argument('<file>', file)
      .option(...FORMAT),
    placePages,
  );
  does(
    io,
    batch
      .command('cancel')
      .description('Cancel what has not ended of a batch')
      .argument('<id>', 'the batch, or the beginning of its ID'),
    cancelBatch,
  );
}
