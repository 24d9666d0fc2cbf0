import fc from 'fast-check';
import type { BlogStatus } from '../../../src/domain/blog/lifecycle';
import { nextStatuses, stepsOf } from '../../../src/domain/orders/lifecycle';
import { progressOf } from '../../../src/domain/orders/progress';
import type { Progress } from '../../../src/domain/orders/progress';

const BLOG_STEPS = stepsOf('blog');

function blogProgress(order: { status: BlogStatus } & typeof nothing): Progress {
  const { status, hasIdeas, hasPick, hasVersion, hasPicture } = order;
  const saved = { ideas: hasIdeas, selection: hasPick, content: hasVersion, image: hasPicture };
  const done = Object.entries(saved).flatMap(([step, isDone]) => (isDone ? [step] : []));
  return progressOf('blog', { status, done: new Set(done) });
}

const nothing = { hasIdeas: false, hasPick: false, hasVersion: false, hasPicture: false };

test.each([
  ['PENDING', nothing, 0, 'ideas'],
  ['GENERATING_IDEAS', nothing, 0, 'ideas'],
  ['AWAITING_SELECTION', { ...nothing, hasIdeas: true }, 1, 'selection'],
  ['GENERATING_CONTENT', { ...nothing, hasIdeas: true, hasPick: true }, 2, 'content'],
  ['GENERATING_IMAGE', { ...nothing, hasIdeas: true, hasPick: true, hasVersion: true }, 3, 'image'],
  ['PUBLISHING', { hasIdeas: true, hasPick: true, hasVersion: true, hasPicture: true }, 4, 'publishing'],
  ['UNCONFIRMED', { hasIdeas: true, hasPick: true, hasVersion: true, hasPicture: true }, 4, 'publishing'],
  ['DONE', { hasIdeas: true, hasPick: true, hasVersion: true, hasPicture: true }, 5, 'done'],
  ['FAILED', { ...nothing, hasIdeas: true, hasPick: true }, 2, 'content'],
  ['CANCELLED', { ...nothing, hasIdeas: true }, 1, 'selection'],
] as const)('%s shows what is finished and what is next', (status, facts, completedSteps, currentStep) => {
  expect(blogProgress({ status, ...facts })).toEqual({ totalSteps: 5, completedSteps, currentStep });
});

test('a published order is complete even where a fact is missing', () => {
  expect(blogProgress({ status: 'DONE', ...nothing })).toEqual({
    totalSteps: BLOG_STEPS.length,
    completedSteps: BLOG_STEPS.length,
    currentStep: 'done',
  });
});

/** What is saved in the transaction that enters a status; a retry forgets nothing of it. */
const SAVED_BY: Partial<Record<BlogStatus, Partial<typeof nothing>>> = {
  AWAITING_SELECTION: { hasIdeas: true },
  GENERATING_CONTENT: { hasIdeas: true, hasPick: true },
  GENERATING_IMAGE: { hasIdeas: true, hasPick: true, hasVersion: true },
  PUBLISHING: { hasIdeas: true, hasPick: true, hasVersion: true, hasPicture: true },
};

test('progress never goes back along any allowed path, retries included', () => {
  let longest = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (choices) => {
      let status: BlogStatus = 'PENDING';
      let facts = nothing;
      let before = blogProgress({ status, ...facts });
      const steps = [before.completedSteps];
      for (const choice of choices) {
        const next: readonly BlogStatus[] = nextStatuses('blog', status);
        if (next.length === 0) break;
        status = next[choice % next.length]!;
        facts = { ...facts, ...SAVED_BY[status] };
        const now = blogProgress({ status, ...facts });
        expect(now.completedSteps).toBeGreaterThanOrEqual(before.completedSteps);
        expect(now.completedSteps).toBeLessThanOrEqual(now.totalSteps);
        expect(now.completedSteps === now.totalSteps).toBe(status === 'DONE');
        steps.push(now.completedSteps);
        before = now;
      }
      longest = Math.max(longest, before.completedSteps);
    }),
    { numRuns: 500 },
  );
  // The property would be empty if no path came anywhere.
  expect(longest).toBe(5);
});
