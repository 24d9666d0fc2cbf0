// Tasks for a test of the pool: one never ends, one takes all memory.
exports.givenMarkdown = (text) => {
  if (text.includes('endless')) for (;;);
  if (text.includes('greedy')) for (const kept = []; ;) kept.push(new Array(100_000).fill(text.length));
  return `read ${text.length}`;
};
exports.givenPage = (page) => ({ ...page, body: exports.givenMarkdown(page.components[0].bodyMarkdown) });
exports.plainText = exports.givenMarkdown;
exports.anchorPlaces = ({ markdown }) => ({ counts: exports.givenMarkdown(markdown), best: null });
