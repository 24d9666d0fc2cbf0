import { statusesOf } from '../../src/domain/orders/lifecycle';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { ORDER_KINDS } from '../../src/contract/orders';
import { OVERLAPS } from '../../src/contract/schedules';
import path from 'node:path';
import { loadConfig } from '../../src/config/config';
import { allDocuments, codeOf, readProjectFile, ROOT } from './documents';

const documents = allDocuments();

/** What npm does by itself, without a script of ours. */
const OF_NPM = new Set(['audit', 'ci', 'install']);

const scripts = (JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> }).scripts;

function namedCommands(): Array<[string, string]> {
  return documents.flatMap(({ name, text }) =>
    codeOf(text).flatMap((code) =>
      [...code.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map((match): [string, string] => [match[1]!, name]),
    ),
  );
}

test.each(namedCommands())('npm knows the script %s that %s names', (command) => {
  expect(OF_NPM.has(command) || command in scripts).toBe(true);
});

/** The word that a heading is linked to by. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function links(): Array<[string, string]> {
  return documents.flatMap(({ name, text }) =>
    [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match): [string, string] => [match[1]!, name])
      .filter(([target]) => !/^(https?|mailto):/.test(target)),
  );
}

test.each(links())('the link %s in %s leads somewhere', (target, from) => {
  const [file, anchor] = target.split('#') as [string, string | undefined];
  const absolute = file ? path.resolve(ROOT, path.dirname(from), file) : path.join(ROOT, from);
  expect(existsSync(absolute)).toBe(true);
  if (anchor === undefined) return;
  const headings = [...readFileSync(absolute, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  expect(headings.map(anchorOf)).toContain(anchor);
});

/** Names that src/config reads, found by letting it read. */
function settings(): Set<string> {
  const names = new Set<string>();
  loadConfig(
    new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_, name) => {
          names.add(String(name));
          return undefined;
        },
      },
    ),
  );
  return names;
}

const CONSTANT = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;

function wordsUnder(name: string): string[] {
  const absolute = path.join(ROOT, name);
  if (statSync(absolute).isFile()) return readFileSync(absolute, 'utf8').match(CONSTANT) ?? [];
  return readdirSync(absolute).flatMap((entry) => wordsUnder(path.join(name, entry)));
}

/** Environment of the local stack, the tests and the containers. */
function otherSettings(): Set<string> {
  return new Set(
    [
      'src/local',
      'test/support',
      'test/replay',
      'scripts',
      'test/chaos',
      'test/clients',
      'test/llm',
      'jest.config.cjs',
      'docker-compose.yml',
      'deploy',
      'ops',
    ].flatMap(wordsUnder),
  );
}

/** Constants that files of the source declare, such as the registries of kinds. */
function declaredIn(name: string): string[] {
  const absolute = path.join(ROOT, name);
  if (statSync(absolute).isDirectory())
    return readdirSync(absolute).flatMap((entry) => declaredIn(path.join(name, entry)));
  return [...readFileSync(absolute, 'utf8').matchAll(/\bconst ([A-Z][A-Z0-9_]*)\b/g)].map(
    (match) => match[1]!,
  );
}

/** Written in capitals, but no settings: statuses, constants of the source, and the users' own constants, which have been replaced. */
const NO_SETTINGS = new Set<string>([
  ...ORDER_KINDS.flatMap((kind): string[] => statusesOf(kind)),
  ...declaredIn('src'),
  // What Temporal calls its policies of overlaps.
  ...OVERLAPS,
  ...['BUFFER_ALL', 'CANCEL_OTHER', 'TERMINATE_OTHER'],
  'APPROVED_BY_AI',
  'REJECTED_BY_AI',
  'REJECTED_BY_CHECKS',
  'CONCURRENT_BLOGS',
  'BATCH_SIZE',
  'MAX_PER_INSTANCE',
  'QUEUE_SIZE_LIMIT',
  'ROW_NUMBER',
]);

function namedSettings(): Array<[string, string]> {
  return documents.flatMap(({ name, text }) => {
    const words = new Set(codeOf(text).flatMap((code) => code.match(CONSTANT) ?? []));
    return [...words].filter((word) => !NO_SETTINGS.has(word)).map((word): [string, string] => [word, name]);
  });
}

describe('settings that documents name', () => {
  const known = new Set([...settings(), ...otherSettings()]);

  test.each(namedSettings())('%s in %s is read by somebody', (word) => {
    expect(known.has(word) || [...known].some((name) => word === `${name}_`)).toBe(true);
  });

  test('those of the API and the workers are all in .env.example', () => {
    const example = new Set(readProjectFile('.env.example').match(/^(?:# )?([A-Z][A-Z0-9_]*)(?==)/gm));
    const written = new Set([...example].map((line) => line.replace('# ', '')));
    for (const name of settings()) expect(written).toContain(name);
  });
});
