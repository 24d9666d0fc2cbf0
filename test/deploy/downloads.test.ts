import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PLATFORMS } from '../../src/local/temporal-sources';

const read = (name: string): string => readFileSync(path.join(__dirname, '..', '..', name), 'utf8');

test('each file of Temporal that is downloaded has a pinned checksum, on every platform', () => {
  const sums = Object.values(PLATFORMS).flatMap(({ archiveSha256, wheelSha256 }) => [
    archiveSha256,
    wheelSha256,
  ]);
  expect(sums).toHaveLength(8);
  expect(new Set(sums).size).toBe(sums.length);
  for (const sum of sums) expect(sum).toMatch(/^[0-9a-f]{64}$/);
});

test.each(['test/fuzz/requirements.txt', 'test/llm/requirements.txt', 'test/llm/model.txt'])(
  'each package of Python in %s has pinned checksums',
  (list) => {
    const packages = read(list)
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(packages.length).toBeGreaterThan(0);
    for (const line of packages) expect(line).toMatch(/^[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/);
  },
);

test.each(['test/fuzz/schemathesis.ts', 'test/llm/model-server.ts'])('%s installs no other', (name) => {
  const installs = read(name).match(/'(install|download)'/g);
  const withChecksums = read(name).match(/'--require-hashes'|\.\.\.withChecksums\(/g);
  expect(withChecksums!.length).toBeGreaterThanOrEqual(installs!.length);
});

test('the image downloads the packages of the lockfile, and nothing else', () => {
  const commands = [...read('Dockerfile').matchAll(/^RUN (.*)$/gm)].map(([, command]) => command!);
  const downloads = commands.filter((command) => /npm|npx|apt|curl|wget|pip|git/.test(command));
  expect(downloads.length).toBeGreaterThan(0);
  for (const command of downloads) expect(command).toMatch(/^npm ci /);
  expect(read('Dockerfile')).not.toMatch(/^ADD /m);
});
