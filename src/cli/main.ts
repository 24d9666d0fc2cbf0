import { setTimeout as pause } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { CliFailure, EXIT, Interrupted } from './io';
import type { CliIo } from './io';
import { createProgram } from './program';
import { plainLine } from './text';

/** The parts of a process that the command needs. */
export type ProcessParts = Omit<CliIo, 'now' | 'sleep'>;

function failedWith(error: unknown, io: CliIo): number {
  // It has said what is wrong, or shown help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (io.interrupted.aborted) return EXIT.interrupted;
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(`Error: ${plainLine(message)}\n`);
  return error instanceof CliFailure ? error.exitCode : EXIT.failed;
}

/** Runs the command with these arguments. Resolves with its exit code, and never rejects. */
export async function runCli(args: readonly string[], parts: ProcessParts): Promise<number> {
  const io: CliIo = {
    ...parts,
    now: Date.now,
    async sleep(ms, signal = parts.interrupted) {
      await pause(ms, undefined, { signal }).catch(() => {
        throw new Interrupted();
      });
    },
  };
  try {
    await createProgram(io).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    return failedWith(error, io);
  }
}
