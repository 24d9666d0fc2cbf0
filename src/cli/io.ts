import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type Output = Writable & { isTTY?: boolean; columns?: number; rows?: number };

/** What the command has of the process it runs in. */
export interface CliIo {
  env: Readonly<Record<string, string | undefined>>;
  /** The folder of whoever runs the command. */
  home: string;
  stdin: Readable;
  stdout: Output;
  stderr: Output;
  /** Aborted when whoever runs the command has had enough (Ctrl-C). */
  interrupted: AbortSignal;
  now(): number;
  /** Waits; rejects with {@link Interrupted} once the signal, by default that of Ctrl-C, is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What the command exits with. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

/** Why a command ends: one sentence for people, and its exit code. */
export class CliFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: (typeof EXIT)[keyof typeof EXIT] = EXIT.failed,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

/** Ctrl-C: nothing more is said. */
export class Interrupted extends CliFailure {
  constructor() {
    super('interrupted', EXIT.interrupted);
    this.name = 'Interrupted';
  }
}

/** A mistake in how the command was called. */
export const usage = (message: string): CliFailure => new CliFailure(message, EXIT.usage);
