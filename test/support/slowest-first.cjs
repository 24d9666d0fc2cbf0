const Sequencer = require('@jest/test-sequencer').default;

/** Files that take the longest, which would otherwise keep one processor busy while the other has nothing left to do. */
const SLOWEST = [
  'chaos/kill-anything',
  'workflows/operator-commands',
  'workflows/blog/endings',
  'workflows/blog/store-reads',
  'chaos/worker-kill',
  'chaos/small-means',
  'workflows/rate-controller',
];

/** Begins with the slowest files, where nothing is known yet of how long each takes. */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = SLOWEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? SLOWEST.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
