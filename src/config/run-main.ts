import { ConfigError } from './config';

/** Runs a process's main function: a bad configuration is told in sentences, everything else with its stack. */
export function runMain(main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      const text =
        error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
      process.stderr.write(`${text}\n`);
      process.exit(1);
    },
  );
}
