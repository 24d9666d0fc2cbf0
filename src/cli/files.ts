import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { CliFailure, usage } from './io';
import type { CliIo } from './io';
import { pour } from './output';
import { plainLine } from './text';

/** What a file that orders are placed from is. */
export interface InputFile {
  text: string;
  isCsv: boolean;
}

const problemOf = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    EEXIST: 'it exists already',
    ENOSPC: 'the disk is full',
  };
  return words[code ?? ''] ?? code ?? 'unknown reason';
};

/** Reads a file, or what is piped in where its name is `-`. CSV by its name, or as `format` says. Throws where it cannot be read. */
export async function readInput(io: CliIo, file: string, format?: string): Promise<InputFile> {
  if (format !== undefined && format !== 'csv' && format !== 'json')
    throw usage('--format must be csv or json.');
  let text: string;
  try {
    text = file === '-' ? await textOf(io.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw usage(`Could not read ${plainLine(file)}: ${problemOf(error)}.`);
  }
  text = text.replace(/^\ufeff/, '');
  const isCsv =
    format === undefined
      ? file === '-'
        ? !/^\s*[[{]/.test(text)
        : /\.(?:csv|tsv)$/i.test(file)
      : format === 'csv';
  return { text, isCsv };
}

/** Reads JSON out of a file; throws where it is none. */
export function readJson({ text }: InputFile, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usage(`${plainLine(file)} is not JSON: ${plainLine((error as Error).message)}.`);
  }
}

/** A place that something is written to, piece by piece. */
export interface Target {
  write(piece: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Where results go: a new file that only its owner can read, or standard output. Throws where the file exists or cannot be made. */
export async function openTarget(io: CliIo, file: string | undefined): Promise<Target> {
  if (file === undefined || file === '-')
    return { write: (piece) => pour(io.stdout, piece), close: async () => undefined };
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx', 0o600);
  } catch (error) {
    throw usage(`Could not write ${plainLine(file)}: ${problemOf(error)}.`);
  }
  return {
    async write(piece) {
      try {
        await handle.writeFile(piece);
      } catch (error) {
        throw new CliFailure(`Could not write ${plainLine(file)}: ${problemOf(error)}.`);
      }
    },
    close: () => handle.close(),
  };
}
