import { Option } from 'commander';
import type { Command } from 'commander';
import { ORDER_KINDS } from '../../contract/orders';
import { does } from '../context';
import type { CliIo } from '../io';
import { coloursOf, say, sayJsonLine, statusWords } from '../output';
import { follow } from '../stream';
import type { StreamEvent } from '../stream';
import { plainLine } from '../text';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What an event is about, in the words of whatever kind it is. */
function subjectOf(data: StreamEvent['data']): string {
  const names = ['title', 'topic', 'subject', 'stage', 'mode'];
  return names.map((name) => textOf(data[name])).find((text) => text !== '') ?? '';
}

function lineOf({ event, data }: StreamEvent): string {
  const type = textOf(data['type']);
  const happened = event === 'orderChanged' && type ? type : event;
  const percent =
    typeof data['percentComplete'] === 'number' ? `${Math.floor(data['percentComplete'])}%` : '';
  const words = [
    textOf(data['id']),
    statusWords(textOf(data['status'])) || percent,
    subjectOf(data),
    textOf(data['error']),
  ];
  return plainLine(`${happened} ${words.filter((word) => word !== '').join(' ')}`);
}

/** `galley tail`: what happens, as it happens. */
export function addTail(io: CliIo, program: Command): void {
  const command = program
    .command('tail')
    .description('Show what happens as it happens, until you press Ctrl-C')
    .addOption(new Option('--kind <kind>', 'only orders of this kind').choices(ORDER_KINDS))
    .option('--batch <id>', 'only the orders of this batch or bulk job')
    .option('--after <event>', 'begin behind this event, by its ID');
  does<{ kind?: string; batch?: string; after?: string }>(io, command, async ({ api, json }, _, options) => {
    const colours = coloursOf(io);
    const events = follow(api, io, {
      query: { kind: options.kind, batchId: options.batch },
      lastId: options.after,
      onLost: () => void io.stderr.write('Connection lost; reconnecting.\n'),
      onBack: () => void io.stderr.write('Connected again.\n'),
    });
    for await (const event of events) {
      if (json) sayJsonLine(io, event);
      else if (event.event === 'snapshot') say(io, 'Connected.');
      else {
        const time = new Date(io.now()).toTimeString().slice(0, 8);
        io.stdout.write(`${colours.dim(time)} ${lineOf(event)}\n`);
      }
    }
  });
}
