import pino from 'pino';
import { logOutput } from './log-output';

/** Fields of a log line: ids, numbers and fixed words; never texts, addresses or keys. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** The logging interface. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

/** Creates a logger that writes JSON lines to standard output, redacts fields named like secrets, and hides those it is told of. */
export function createLogger(options: {
  level: string;
  process: string;
  /** Hides secrets in a whole line. */
  hide: (line: string) => string;
}): Logger {
  const base = pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['apiKey', 'token', 'secret', 'password', 'authorization', 'email'],
      hooks: { streamWrite: options.hide },
    },
    logOutput(),
  );
  return {
    error: (message, fields) => base.error(fields ?? {}, message),
    warn: (message, fields) => base.warn(fields ?? {}, message),
    info: (message, fields) => base.info(fields ?? {}, message),
    debug: (message, fields) => base.debug(fields ?? {}, message),
  };
}

/** A logger that discards everything. */
export function silentLogger(): Logger {
  const nothing = (): void => undefined;
  return { error: nothing, warn: nothing, info: nothing, debug: nothing };
}
