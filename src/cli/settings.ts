import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { usage } from './io';
import type { CliIo } from './io';
import { plainLine } from './text';

/** Where the API is, and the key it is called with. */
export interface Settings {
  url: string;
  apiKey: string;
}

/** Where `npm start` serves the API. */
const DEFAULT_URL = 'http://127.0.0.1:3000';

/** Permissions that let others than the owner read a file. */
const OF_OTHERS = 0o077;

/** The file that holds address and key, where the environment does not. */
export function configFile({ env, home }: Pick<CliIo, 'env' | 'home'>): string {
  const folder = env['XDG_CONFIG_HOME'] || path.join(home, '.config');
  return env['GALLEY_CONFIG'] || path.join(folder, 'galley', 'config.json');
}

function readConfig(file: string): { url?: string; apiKey?: string } {
  let text: string;
  try {
    // On Windows, modes say nothing about who may read a file.
    if (process.platform !== 'win32' && (statSync(file).mode & OF_OTHERS) !== 0)
      throw usage(`Others may read ${file}, which holds a key. Run: chmod 600 ${file}`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    if (code === undefined) throw error;
    throw usage(`Could not read ${file} (${code}).`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usage(`${file} is not JSON. It must look like {"url": "https://…", "apiKey": "…"}.`);
  }
  const { url, apiKey, ...rest } = (value ?? {}) as Record<string, unknown>;
  const isText = (part: unknown): boolean => part === undefined || typeof part === 'string';
  if (typeof value !== 'object' || !isText(url) || !isText(apiKey) || Object.keys(rest).length > 0)
    throw usage(`${file} must hold an object with the texts "url" and "apiKey", and nothing else.`);
  return { url: url as string | undefined, apiKey: apiKey as string | undefined };
}

function originOf(url: string, from: string): string {
  try {
    const { protocol, username, password, href, search, hash } = new URL(url);
    if (/^https?:$/.test(protocol) && !username && !password && !search && !hash)
      return href.replace(/\/+$/, '');
  } catch {
    // Said below.
  }
  throw usage(`${from} must be an address such as https://galley.example.com, without a key in it.`);
}

/**
 * The settings: each from the environment, otherwise from the file. A key of the file only goes to the address of the file. Throws what
 * is missing or wrong, never with the key in it.
 */
export function readSettings(io: Pick<CliIo, 'env' | 'home'>): Settings {
  const file = configFile(io);
  const named = { url: io.env['GALLEY_URL'] || undefined, apiKey: io.env['GALLEY_API_KEY'] || undefined };
  const stored = named.url && named.apiKey ? {} : readConfig(file);
  const ofFile = stored.url === undefined ? DEFAULT_URL : originOf(stored.url, `"url" in ${file}`);
  const url = named.url === undefined ? ofFile : originOf(named.url, 'GALLEY_URL');
  if (named.apiKey === undefined && stored.apiKey !== undefined && url !== ofFile)
    throw usage(`The key in ${file} is for ${ofFile}. Set GALLEY_API_KEY to a key for ${url}.`);
  const apiKey = (named.apiKey ?? stored.apiKey)?.trim();
  if (!apiKey)
    throw usage(
      `No key. Set GALLEY_API_KEY, or write {"url": "${url}", "apiKey": "…"} to ${plainLine(file)} with mode 600.`,
    );
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw usage('The key has characters that no key has.');
  return { url, apiKey };
}

/** Whether a key would cross a network unencrypted. */
export function isExposed(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
