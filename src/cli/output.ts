import { createColors } from 'picocolors';
import type { CliIo, Output } from './io';
import { plainLine, safeJson } from './text';

/** Whether a stream is a terminal whose lines can be drawn again. */
export const isTerminal = (stream: Output, env: CliIo['env']): boolean =>
  stream.isTTY === true && env['TERM'] !== 'dumb';

/** Colours of a stream; none where it is no terminal or nobody wants any (https://no-color.org). */
export function coloursOf(io: CliIo, stream: Output = io.stdout) {
  return createColors(isTerminal(stream, io.env) && !io.env['NO_COLOR']);
}
export type Colours = ReturnType<typeof coloursOf>;

/** Whether a terminal shows characters beyond ASCII, by its locale. */
export function hasUnicode({ env }: Pick<CliIo, 'env'>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Writes one line of text from anywhere. */
export function say(io: CliIo, line: string): void {
  io.stdout.write(`${plainLine(line)}\n`);
}

/** Writes a document for scripts. */
export function sayJson(io: CliIo, value: unknown): void {
  io.stdout.write(`${safeJson(value, 2)}\n`);
}

/** Writes one line of a stream for scripts. */
export function sayJsonLine(io: CliIo, value: unknown): void {
  io.stdout.write(`${safeJson(value)}\n`);
}

/** Writes text as fast as it is read on the other side. */
export async function pour(stream: Output, text: string | Uint8Array): Promise<void> {
  if (stream.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

const MINUTE_MS = 60_000;

/** A duration in the two largest units that count, such as `2 min` or `1 h 5 min`. */
export function duration(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 48) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${Math.round(hours / 24)} d`;
}

/** A status as people read it: `AWAITING_SELECTION` is `awaiting selection`. */
export const statusWords = (status: string): string => status.toLowerCase().replaceAll('_', ' ');
