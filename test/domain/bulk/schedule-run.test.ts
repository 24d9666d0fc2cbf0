import { decideRun } from '../../../src/domain/bulk/schedule-run';
import type { RunFacts } from '../../../src/domain/bulk/schedule-run';

const PUNCTUAL: RunFacts = {
  ...{ overlap: 'SKIP', catchUpSeconds: 0, paused: false, deleted: false, lateSeconds: 2 },
  ...{ waitsFor: null, openJobs: 0, waitingBefore: 0, full: null },
};

test.each<[string, Partial<RunFacts>, string]>([
  ['a punctual run', {}, 'placed'],
  ['one of a deleted schedule', { deleted: true }, 'left_out deleted'],
  ['one of a paused schedule', { paused: true }, 'left_out paused'],
  ['one that waited when its schedule was paused', { paused: true, waitsFor: 'overlap' }, 'waiting overlap'],
  ['one that is late', { lateSeconds: 3_600 }, 'left_out missed'],
  ['one that is late but may be caught up', { lateSeconds: 3_600, catchUpSeconds: 7_200 }, 'placed'],
  ['one that is too late to be caught up', { lateSeconds: 7_201, catchUpSeconds: 7_200 }, 'left_out missed'],
  ['one while workers are restarted', { lateSeconds: 200 }, 'placed'],
  ['SKIP while a job is open', { openJobs: 1 }, 'left_out overlap'],
  ['SKIP while another one waits for room', { waitingBefore: 1 }, 'left_out overlap'],
  ['BUFFER_ONE while a job is open', { overlap: 'BUFFER_ONE', openJobs: 1 }, 'waiting overlap'],
  [
    'BUFFER_ONE while another one waits',
    { overlap: 'BUFFER_ONE', openJobs: 1, waitingBefore: 1 },
    'left_out overlap',
  ],
  [
    'BUFFER_ONE that waited for long',
    { overlap: 'BUFFER_ONE', waitsFor: 'overlap', lateSeconds: 9_999 },
    'placed',
  ],
  ['ALLOW_ALL while a job is open', { overlap: 'ALLOW_ALL', openJobs: 2, waitingBefore: 1 }, 'placed'],
  ['one that finds no room', { full: 'queue_full' }, 'waiting queue_full'],
  [
    'one that has found no room for too long',
    { full: 'too_many_orders', waitsFor: 'too_many_orders', lateSeconds: 301 },
    'left_out too_many_orders',
  ],
  [
    'one that has looked for room while its time was up',
    { waitsFor: 'queue_full', lateSeconds: 301 },
    'left_out queue_full',
  ],
])('%s', (_what, facts, expected) => {
  const { state, reason } = decideRun({ ...PUNCTUAL, ...facts });
  expect([state, reason].filter(Boolean).join(' ')).toBe(expected);
});
