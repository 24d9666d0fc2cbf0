import { Option } from 'commander';
import type { Command } from 'commander';
import { BULK_CONCURRENCY } from '../../contract/bulk';
import type { Answer } from '../../openapi/answer';
import { does, wholeNumber } from '../context';
import type { Context } from '../context';
import { findOrder, readOrder } from '../find';
import { openTarget, readInput, readJson } from '../files';
import { usage } from '../io';
import type { CliIo } from '../io';
import { KINDS } from '../kinds';
import { isTerminal, say, sayJson, statusWords } from '../output';
import { plainLine } from '../text';
import { accepted, addAction } from './order';

interface CreateOptions {
  format?: string;
  concurrency?: number;
  priority?: number;
  name?: string;
}

async function create(context: Context, [file]: string[], { format, ...own }: CreateOptions): Promise<void> {
  const { io, api } = context;
  const input = await readInput(io, file!, format);
  const { base } = KINDS.bulk;
  if (input.isCsv) {
    const [flag] = Object.keys(own);
    if (flag) throw usage(`--${flag} does not go with CSV; place the job from JSON instead.`);
    return accepted(context, 'bulk job', await api.sendCsv(base, input.text));
  }
  const body = readJson(input, file!);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw usage(`${plainLine(file!)} must hold an object with "mode" and "items".`);
  accepted(context, 'bulk job', await api.act(base, {}, { ...body, ...own }));
}

async function jobOf(context: Context, wanted: string): Promise<{ id: string }> {
  const order = await findOrder(context.api, wanted);
  if (order.kind !== 'bulk') throw usage(`${order.id} is no bulk job.`);
  return order;
}

async function items(context: Context, [wanted]: string[]): Promise<void> {
  const { io, api, json } = context;
  const { id } = await jobOf(context, wanted!);
  const answer = (await readOrder(api, { kind: 'bulk', id })) as Answer<'/api/bulk-generate/{id}'>;
  if (json) return sayJson(io, answer.jobs);
  answer.jobs.forEach(({ id: item, status, topic, title, error }, n) =>
    say(io, `${n + 1}. ${item} ${statusWords(status)}: ${title ?? topic}${error ? ` (${error})` : ''}`),
  );
}

async function download(
  context: Context,
  [wanted]: string[],
  { format, output }: { format: string; output?: string },
): Promise<void> {
  const { io, api } = context;
  const { id } = await jobOf(context, wanted!);
  if (format === 'zip' && (output === undefined || output === '-') && isTerminal(io.stdout, io.env))
    throw usage('A terminal cannot show a ZIP file. Name a file with --output.');
  const response = await api.download(`${KINDS.bulk.base}/${id}/export?format=${format}`);
  const target = await openTarget(io, output);
  try {
    for await (const chunk of response.body ?? []) await target.write(chunk as Uint8Array);
  } finally {
    await target.close();
  }
}

/** `galley bulk`: places bulk jobs and acts on them. */
export function addBulk(io: CliIo, program: Command): void {
  const bulk = program.command('bulk').description('Place a bulk job, or act on one');
  const job = ['<id>', 'the job, or the beginning of its ID'] as const;
  does<CreateOptions>(
    io,
    bulk
      .command('create')
      .description('Order 10 to 50 texts of one mode')
      .argument('<file>', 'JSON or CSV file, or - for what is piped in')
      .option('--format <format>', 'csv or json; by default as the name of the file says')
      .option('--concurrency <number>', 'texts written at once', wholeNumber(1, BULK_CONCURRENCY.most))
      .option('--priority <number>', '1 to 10; the higher goes first', wholeNumber(1, 10))
      .option('--name <name>', 'what people call it'),
    create,
  );
  does(
    io,
    bulk
      .command('items')
      .description('List the texts of a job')
      .argument(...job),
    items,
  );
  const only = 'bulk';
  addAction(io, bulk, {
    only,
    action: 'pause',
    description: 'Pause a job; texts that are being written are finished',
  });
  addAction(io, bulk, { only, action: 'resume', description: 'Let a paused job go on' });
  addAction(io, bulk, { only, action: 'cancel', description: 'Cancel what has not ended of a job' });
  addAction(io, bulk, { only, action: 'retry', description: 'Start the failed texts of a job again' });
  does<{ format: string; output?: string }>(
    io,
    bulk
      .command('download')
      .description('Save the texts of a job')
      .argument(...job)
      .addOption(
        new Option('--format <format>', 'what it is saved as').choices(['zip', 'csv']).default('zip'),
      )
      .option('-o, --output <file>', 'a new file; by default standard output'),
    download,
  );
}
