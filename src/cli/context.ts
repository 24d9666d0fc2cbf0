import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { createApi, MAX_WAIT_SECONDS } from './http';
import type { Api } from './http';
import { usage } from './io';
import type { CliIo } from './io';
import { isExposed, readSettings } from './settings';

/** The options that every subcommand has. */
export interface CommonOptions {
  json: boolean;
  maxWait: number;
  idempotencyKey?: string;
}

/** What a subcommand works with. */
export interface Context {
  io: CliIo;
  api: Api;
  json: boolean;
}

/** Reads a whole number within bounds, for commander. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** Creates the context of a subcommand out of its options. Throws what is wrong with the settings. */
export function contextOf(io: CliIo, command: Command): Context {
  const { json, maxWait, idempotencyKey } = command.optsWithGlobals<CommonOptions>();
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,200}$/.test(idempotencyKey))
    throw usage('--idempotency-key must be 1 to 200 characters without blanks.');
  const settings = readSettings(io);
  if (isExposed(settings.url))
    io.stderr.write(
      `Warning: the key crosses the network unencrypted, as ${settings.url} is no https address.\n`,
    );
  return {
    io,
    json: json === true,
    api: createApi({ settings, io, maxWaitSeconds: maxWait ?? MAX_WAIT_SECONDS, idempotencyKey }),
  };
}

/** A subcommand's work: gets the context, its arguments, and its options. */
type Work<O> = (context: Context, args: string[], options: O) => Promise<void>;

/** Gives a subcommand its work. */
export function does<O extends object>(io: CliIo, command: Command, work: Work<O>): Command {
  return command.action(async () => {
    // Variadic arguments are one list within the list.
    const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string');
    await work(contextOf(io, command), args, command.opts<O>());
  });
}
