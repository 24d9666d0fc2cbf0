import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readProjectFile, ROOT, sectionOf, tableRows } from './documents';

interface Module {
  name: string;
  may: string[];
  byType: string[];
}

/** The module boundaries as the architecture describes them. */
function describedModules(): Module[] {
  const words = (cell: string): string[] => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]!);
  return tableRows(sectionOf(readProjectFile('docs/architecture.md'), '## Module boundaries')).map(
    ([name, may, byType]) => ({ name: words(name!)[0]!, may: words(may!), byType: words(byType!) }),
  );
}

interface Violation {
  from: string;
  rule: { name: string };
}

/** Lets dependency-cruiser judge a small tree, laid out like the real one, with its real rules. */
function cruise(files: Record<string, string>): Violation[] {
  const root = mkdtempSync(path.join(tmpdir(), 'galley-boundaries-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json'])
      cpSync(path.join(ROOT, name), path.join(root, name));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    const tool = path.join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const run = spawnSync(
      process.execPath,
      [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    return (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('imports between modules', () => {
  const modules = describedModules();
  const names = modules.map((module) => module.name);

  test('every module is described', () => {
    const folders = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect([...names].sort()).toEqual(folders.map((folder) => folder.name).sort());
  });

  test('are refused exactly where the architecture says so', () => {
    const files: Record<string, string> = {};
    const pairs: Array<{ file: string; allowed: boolean }> = [];
    for (const from of modules) {
      files[`src/${from.name}/here.ts`] = `export const here = '${from.name}';\n`;
      for (const to of names.filter((name) => name !== from.name)) {
        const plain = `src/${from.name}/uses-${to}.ts`;
        const byType = `src/${from.name}/knows-${to}.ts`;
        files[plain] = `import { here } from '../${to}/here';\n\nexport const seen = here;\n`;
        files[byType] = `import type { here } from '../${to}/here';\n\nexport type Seen = typeof here;\n`;
        pairs.push({ file: plain, allowed: from.may.includes(to) });
        pairs.push({ file: byType, allowed: from.may.includes(to) || from.byType.includes(to) });
      }
    }
    const broken = new Set(cruise(files).map((violation) => violation.from));
    for (const { file, allowed } of pairs)
      expect(`${file} ${broken.has(file) ? 'refused' : 'allowed'}`).toBe(
        `${file} ${allowed ? 'allowed' : 'refused'}`,
      );
  });

  test('that go round in a circle, types alone too, or bring Node into a pure module, are refused', () => {
    const violations = cruise({
      'src/db/a.ts': "import { b } from './b';\n\nexport const a = (): number => b();\n",
      'src/db/b.ts': "import { a } from './a';\n\nexport const b = (): number => a();\n",
      'src/db/c.ts': "import type { D } from './d';\n\nexport type C = D | 1;\n",
      'src/db/d.ts': "import type { C } from './c';\n\nexport type D = C | 2;\n",
      'src/workflows/node.ts':
        "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
      'src/db/node.ts': "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
    });
    const rulesOf = (file: string): string[] =>
      violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
    expect([...rulesOf('src/db/a.ts'), ...rulesOf('src/db/b.ts')]).toContain('no-cycles');
    expect([...rulesOf('src/db/c.ts'), ...rulesOf('src/db/d.ts')]).toContain('no-cycles');
    expect(rulesOf('src/workflows/node.ts')).toEqual(['pure-modules-use-nothing-of-node']);
    expect(rulesOf('src/db/node.ts')).toEqual([]);
  });
});

/** Existing files lend their place to the code that is judged there. */
const PLACES = {
  workflows: 'src/workflows/run.ts',
  contract: 'src/contract/ids.ts',
  domain: 'src/domain/text/text.ts',
  activities: 'src/activities/blog/ideas.ts',
  config: 'src/config/process-config.ts',
} as const;

const SNIPPETS = {
  core: "import { readFileSync } from 'node:fs';\n\nexport const found = readFileSync;\n",
  pg: "import { Pool } from 'pg';\n\nexport const found = Pool;\n",
  client: "import { Client } from '@temporalio/client';\n\nexport const found = Client;\n",
  environment: "export const found = process.env['X'];\n",
  fetch: 'export const found = fetch;\n',
  clock: 'export const found = Date.now();\n',
  chance: 'export const found = Math.random();\n',
  internals: "import { tsToMs } from '@temporalio/common/lib/time';\n\nexport const found = tsToMs;\n",
  star: "export * from './nowhere';\n",
} as const;

// Without the rules that need types, which hold no boundary and take most of the time.
const JUDGE = `
import { ESLint } from 'eslint';
const needsTypes = ['no-floating-promises', 'no-misused-promises', 'only-throw-error', 'switch-exhaustiveness-check'];
const eslint = new ESLint({
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    rules: Object.fromEntries(needsTypes.map((name) => ['@typescript-eslint/' + name, 'off'])),
  },
});
const out = [];
for (const { code, filePath } of JSON.parse(process.argv[1])) {
  const [result] = await eslint.lintText(code, { filePath });
  out.push(result.messages.map((message) => message.ruleId ?? message.message));
}
console.log(JSON.stringify(out));
`;

type Row = [keyof typeof SNIPPETS, keyof typeof PLACES, string | null];

const ROWS: Row[] = [
  ...(['workflows', 'contract', 'domain'] as const).flatMap((place): Row[] => [
    ['core', place, 'no-restricted-imports'],
    ['pg', place, 'no-restricted-imports'],
    ['client', place, 'no-restricted-imports'],
    ['internals', place, 'no-restricted-imports'],
    ['environment', place, 'no-restricted-globals'],
    ['fetch', place, 'no-restricted-globals'],
  ]),
  ['clock', 'contract', 'no-restricted-properties'],
  ['clock', 'domain', 'no-restricted-properties'],
  ['chance', 'domain', 'no-restricted-properties'],
  ['environment', 'activities', 'no-restricted-properties'],
  ['internals', 'activities', 'no-restricted-imports'],
  ['star', 'activities', 'no-restricted-syntax'],
  ['core', 'activities', null],
  ['environment', 'config', null],
];

test('what a module must not use is refused there, and only there', () => {
  const cases = ROWS.map(([snippet, place]) => ({ code: SNIPPETS[snippet], filePath: PLACES[place] }));
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', JUDGE, JSON.stringify(cases)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const found = JSON.parse(output) as string[][];
  ROWS.forEach(([snippet, place, rule], index) => {
    const judged = `${snippet} in ${place}: ${found[index]!.join(', ')}`;
    if (rule === null) expect(judged).toBe(`${snippet} in ${place}: `);
    else expect(judged).toContain(rule);
  });
});
