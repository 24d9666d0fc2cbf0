import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

test('the image is built with every script that the build consists of', () => {
  const imported = [
    ...readFileSync(join(ROOT, 'scripts/build.mjs'), 'utf8').matchAll(/from '\.\/([\w-]+\.mjs)'/g),
  ];
  const copied = /^COPY (.*) scripts\/$/m
    .exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))![1]!
    .split(' ');
  expect(copied.sort()).toEqual(
    ['build.mjs', ...imported.map(([, file]) => file!)].map((file) => `scripts/${file}`).sort(),
  );
});

test('sources become programs that Node runs, with stacks that lead back to them', () => {
  const root = mkdtempSync(join(tmpdir(), 'galley-transpile-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'package.json'), '{"type":"commonjs"}');
    mkdirSync(join(root, 'src', 'a'), { recursive: true });
    writeFileSync(
      join(root, 'src/a/b.ts'),
      `export interface B { n: number }\nexport const b: B = { n: 1 };\n`,
    );
    writeFileSync(
      join(root, 'src/main.ts'),
      `import type { B } from './a/b';\nimport { b } from './a/b';\n\nconst found: B = b;\nif (found.n === 1) throw new Error('as it should');\n`,
    );
    const code = `import { transpile } from ${JSON.stringify(join(ROOT, 'scripts/transpile.mjs'))};
      await transpile(${JSON.stringify(root)}, ['a/b.ts', 'main.ts']);`;
    execFileSync(process.execPath, ['--input-type=module', '-e', code]);
    const run = (): string =>
      execFileSync(process.execPath, ['--enable-source-maps', join(root, 'dist/main.js')], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(run).toThrow(/src\/main\.ts:5:\d+/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
