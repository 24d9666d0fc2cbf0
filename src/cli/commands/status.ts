import type { Command } from 'commander';
import { does } from '../context';
import type { Context } from '../context';
import { find, readBatch, readOrder } from '../find';
import type { CliIo } from '../io';
import { KINDS, rowOf } from '../kinds';
import type { Row } from '../kinds';
import { coloursOf, duration, say, sayJson, statusWords } from '../output';
import { plainLine } from '../text';

function sayRow(io: CliIo, row: Row): void {
  const colours = coloursOf(io);
  const facts: Array<readonly [string, string | null]> = [
    ['ID', row.id],
    ['Kind', KINDS[row.kind].word],
    ['Status', statusWords(row.status) + (row.percent === null ? '' : `, ${row.percent}%`)],
    ['Time left', row.etaMs === null ? null : `about ${duration(row.etaMs)}`],
    ['Waiting', row.waiting],
    ['Error', row.error],
  ];
  io.stdout.write(`${colours.bold(plainLine(row.title))}\n`);
  for (const [name, value] of facts)
    if (value !== null) io.stdout.write(`  ${`${name}:`.padEnd(11)}${plainLine(value)}\n`);
}

async function sayQueue({ api, io, json }: Context): Promise<void> {
  const stats = await api.answered(api.client.GET('/api/queue/stats'));
  if (json) return sayJson(io, stats);
  say(
    io,
    `${stats.open} of at most ${stats.limit} orders open; ${stats.completionsPerMinute} completed per minute.`,
  );
  for (const { kind, status, orders } of stats.items)
    say(io, `  ${orders} ${KINDS[kind].word}, ${statusWords(status)}`);
  for (const { lane, reason } of stats.paused) say(io, `  ${lane} is paused: ${reason}`);
}

/** `galley status`: how an order, a batch or a bulk job is; without an ID, the queue. */
export function addStatus(io: CliIo, program: Command): void {
  const command = program
    .command('status')
    .description('Show how an order, a batch or a bulk job is; without an ID, the queue')
    .argument('[ids...]', 'the orders, or the beginnings of their IDs');
  does(io, command, async (context, ids) => {
    const { api, json } = context;
    if (ids.length === 0) return sayQueue(context);
    const answers: unknown[] = [];
    for (const wanted of ids) {
      const { kind, id } = await find(api, wanted);
      if (kind === 'batch') {
        const { state } = await readBatch(api, id);
        answers.push(state);
        if (json) continue;
        const { total, pending, inProgress, completed, failed, cancelled, percentComplete } = state;
        say(io, `Batch ${id}: ${Math.floor(percentComplete)}% of ${total}`);
        say(
          io,
          `  ${completed} completed, ${failed} failed, ${cancelled} cancelled, ${inProgress} in progress, ${pending} pending` +
            ('waiting' in state ? `, ${state.waiting} waiting` : ''),
        );
        continue;
      }
      const answer = await readOrder(api, { kind, id });
      answers.push(answer);
      if (!json) sayRow(io, rowOf(kind, answer, io.now()));
    }
    if (json) sayJson(io, answers.length === 1 ? answers[0] : answers);
  });
}
