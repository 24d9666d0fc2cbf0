// Measures the rules of quality control: misses and false alarms by check on both halves of the labelled texts, and their
// time on drafts of about 900 words: alone, against fifty other posts, and against fifty
// copies.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { checkComponent, checkDraft, comparedWords } = require('../dist/domain/quality/index.js');
const { startSimulators } = require('../dist/simulators/server.js');
const { createOpenAiClient } = require('../dist/clients/openai.js');
const { NO_VOICE } = require('../dist/domain/text/brand-voice.js');
const { postPrompt, postSchema } = require('../dist/domain/prompts/post.js');

const { HALVES, measure, measureLines } = require('../test/quality/set.cjs');

const ROUNDS = 80;
const POSTS = 51;

async function writePosts() {
  const simulators = await startSimulators({ latency: 'none', openai: { rpm: 1e6, tpm: 1e9 } });
  const model = createOpenAiClient({
    apiKey: 'bench',
    baseUrl: simulators.openaiUrl,
    timeoutMs: 10_000,
    now: Date.now,
  });
  const posts = [];
  for (let n = 0; n < POSTS; n += 1) {
    const answer = await model.complete({
      model: 'bench',
      ...postPrompt({
        store: 'Bench',
        language: 'en',
        subject: 'wool blanket',
        facts: [],
        title: `Wool blankets, part ${n}`,
        angle: 'For the bench.',
        outline: ['Why', 'What to look for', 'How to use it', 'How to look after it'],
        keyword: 'wool blanket',
        words: 900,
        voice: NO_VOICE,
        hint: '',
        draft: '',
        findings: [],
      }),
      schemaName: 'blog_post',
      schema: postSchema,
      maxCompletionTokens: 8_000,
      signal: new AbortController().signal,
    });
    const { title, bodyMarkdown } = JSON.parse(answer.content);
    posts.push({ title, markdown: bodyMarkdown, words: comparedWords(bodyMarkdown) });
  }
  await simulators.stop();
  return posts;
}

function time(work) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = performance.now();
    work();
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  const at = (share) => Number(times[Math.floor(share * (ROUNDS - 1))].toFixed(1));
  return { minMs: at(0), medianMs: at(0.5), p95Ms: at(0.95) };
}

/** Misses and false alarms of each half, by check. */
function accuracy() {
  const checks = { checkDraft, checkComponent, comparedWords };
  const halves = HALVES.map((half) => {
    const { judged, ...figures } = measure(half, checks);
    return [half, figures];
  });
  return { ...Object.fromEntries(halves), lines: measureLines(checks) };
}

/** Measures and returns the accuracy, and the times in milliseconds. */
export async function bench() {
  const [draft, ...others] = await writePosts();
  const check = (otherPosts) => () =>
    checkDraft({ ...draft, keyword: 'wool blanket', targetWords: 900, language: 'en', otherPosts });
  check(others)();
  return {
    accuracy: accuracy(),
    rounds: ROUNDS,
    alone: time(check([])),
    besideFiftyPosts: time(check(others)),
    besideFiftyCopies: time(check(others.map(() => draft))),
  };
}
