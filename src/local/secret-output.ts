/**
 * Whether secrets may be written to standard output: to a terminal, which keeps nothing, or where somebody has asked for it. Anything
 * else may end in a log or a file that others can read.
 */
export function mayPrintSecrets({ asked }: { asked: boolean }): boolean {
  return asked || process.stdout.isTTY === true;
}

/** Throws, before anything is made, where secrets may not be written to standard output. */
export function assertMayPrintSecrets(options: { asked: boolean }): void {
  if (!mayPrintSecrets(options))
    throw new Error(
      'Keys are only printed to a terminal. Run this in one, or add --print if only you can read where the output goes.',
    );
}
