import { operatorSentence } from './operator-error';

/** Runs a process's main function: what an operator can mend is told in sentences, everything else with its stack. */
export function runMain(main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      const text = operatorSentence(error) ?? (error instanceof Error ? error.stack : String(error));
      process.stderr.write(`${text}\n`);
      process.exit(1);
    },
  );
}
