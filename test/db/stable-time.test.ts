import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '..', '..', 'src', 'db');

test('no query compares a column with clock_timestamp(), which no index can serve', () => {
  const guilty = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      readFileSync(path.join(FOLDER, file), 'utf8')
        .split('\n')
        .filter((line) => /[<>]=?\s*clock_timestamp\(\)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(guilty).toEqual([]);
});
