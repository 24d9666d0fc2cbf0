import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkDraft } from '../../src/domain/quality';

/** A rewrite with its source, judged by a person; `flaws` are the rules that must find what is wrong with it. */
interface Rewrite {
  name: string;
  language: string;
  source: string;
  rewrite: string;
  flaws: string[];
}

const read = (half: string): Rewrite[] =>
  JSON.parse(readFileSync(path.join(__dirname, 'spin', `${half}.json`), 'utf8')) as Rewrite[];

describe.each(['tuning', 'held-out'])('the %s half', (half) => {
  test.each(read(half))('$name', ({ language, source, rewrite, flaws }) => {
    const { findings } = checkDraft({
      ...{ markdown: rewrite, title: '', keyword: '', targetWords: 0, language },
      order: { mode: 'spin', topic: '', sourceMd: source, similarityMax: 0.6 },
    });
    const ids = findings
      .filter(({ id, severity }) => severity === 'blocking' && /^(?:facts|similarity)\./.test(id))
      .map(({ id }) => id);
    expect([...new Set(ids)].sort()).toEqual([...flaws].sort());
  });
});
