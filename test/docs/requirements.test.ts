import { existsSync } from 'node:fs';
import path from 'node:path';
import { createApp } from '../../src/api/app';
import type { Pool } from 'pg';
import { apiDeps } from '../support/api-deps';
import { allDocuments, codeOf, readProjectFile, ROOT, sectionOf, tableRows } from './documents';

const requirements = readProjectFile('docs/requirements.md');

/** Every test that a document names, as `file › name`. */
function citedTests(): Array<[string, string, string]> {
  return allDocuments().flatMap(({ name, text }) =>
    codeOf(text)
      .filter((code) => code.startsWith('test/') && code.includes(' › '))
      .map((code): [string, string, string] => {
        const [file, test] = code.split(' › ') as [string, string];
        return [file, test, name];
      }),
  );
}

/** Whether a string of the source begins with the words. */
function holdsName(source: string, name: string): boolean {
  const plain = source.replace(/\\(['"`])/g, '$1');
  return ["'", '"', '`'].some((quote) => plain.includes(`${quote}${name}`));
}

describe('tests that documents name', () => {
  test('are there at all', () => {
    expect(citedTests().length).toBeGreaterThan(40);
  });

  test.each(citedTests())('%s › %s (%s)', (file, name) => {
    expect(existsSync(path.join(ROOT, file))).toBe(true);
    expect(name.length).toBeGreaterThan(10);
    expect(holdsName(readProjectFile(file), name)).toBe(true);
  });

  test('files that are named alone are there as well', () => {
    const files = allDocuments().flatMap(({ text }) =>
      codeOf(text).filter((code) => /^test\/[\w/.-]+\.ts$/.test(code)),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  test('a name that nobody uses would be noticed', () => {
    expect(holdsName("test('what is there', () => 1)", 'what is there')).toBe(true);
    expect(holdsName("test('what is there', () => 1)", 'is there')).toBe(false);
  });
});

test('every statement says what became of it, and what is kept or replaced by code names a test or a place', () => {
  const rows = [
    '## Seed 000',
    '## Seed 001',
    '## Seed 002',
    '## Seed 003',
    '## Seed 004',
    '## Asked beyond the seeds',
  ].flatMap((heading) => tableRows(sectionOf(requirements, heading)));
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    expect(row).toHaveLength(3);
    expect(row[1]).toMatch(/^(kept|replaced|later|partly)\b/);
    if (/^(kept|replaced)\b/.test(row[1]!)) expect(`${row[1]} ${row[2]}`).toMatch(/`|not tested/);
  }
});

test('every case from 1 to 39 has its row', () => {
  const numbers = tableRows(sectionOf(requirements, '## Cases')).map((row) => Number(row[0]));
  expect(numbers).toEqual(Array.from({ length: 39 }, (_, index) => index + 1));
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function routesOf(stack: Layer[]): string[] {
  return stack.flatMap((layer) =>
    layer.route
      ? Object.keys(layer.route.methods).map((method) => `${method.toUpperCase()} ${layer.route!.path}`)
      : routesOf(layer.handle.stack ?? []),
  );
}

function routesOfTheApi(): string[] {
  const app = createApp(apiDeps({} as Pool));
  return routesOf((app as unknown as { router: { stack: Layer[] } }).router.stack);
}

test('the routes in the document and those of the API are the same', () => {
  const written = tableRows(sectionOf(requirements, '## Routes that exist')).map((row) =>
    row[0]!.replaceAll('`', ''),
  );
  expect(written.sort()).toEqual(routesOfTheApi().sort());
});
