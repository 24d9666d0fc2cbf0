import type { Command } from 'commander';
import { does } from '../context';
import type { CliIo } from '../io';
import { watch } from '../watch';

/** `galley watch`: progress bars until all has ended. */
export function addWatch(io: CliIo, program: Command): void {
  const command = program
    .command('watch')
    .description('Follow orders, batches or bulk jobs until all have ended; without an ID, all that are open')
    .argument('[ids...]', 'the orders, or the beginnings of their IDs')
    .option('--until-person', 'end as soon as nothing goes on without a person');
  does<{ untilPerson?: boolean }>(io, command, ({ api, json }, ids, { untilPerson = false }) =>
    watch(api, io, { ids, json, untilPerson }),
  );
}
