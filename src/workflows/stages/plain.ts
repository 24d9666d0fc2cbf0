import type { Lane } from '../../contract/lanes';
import type { PlainAttempt, PlainOutcome } from '../../contract/steps';
import { paid } from '../activity-options';
import type { Share } from '../activity-options';
import { runFailure } from '../failures';
import { enterStage } from '../run';
import type { Run } from '../run';
import { summarisedActivities } from '../summaries';
import { withAttempts } from './attempts';

/** Does a plain stage: one attempt after another, as often as the run's policy allows, until one has passed. */
export async function runPlainStage(
  run: Run & { round: number; versionId: string },
  stage: { step: string; status: string; lane: Lane; activity: string },
  share: () => Share,
): Promise<void> {
  enterStage(run, stage.step, stage.status);
  const { key, round, versionId } = run;
  type Activities = Record<string, (input: PlainAttempt) => Promise<PlainOutcome>>;
  const passed = await withAttempts(run, async (attempt) => {
    const activities = summarisedActivities<Activities>(paid(stage.lane, share()));
    const result = await activities[stage.activity]!({ ...key, round, attempt, versionId });
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
    return result.outcome === 'passed' ? true : undefined;
  });
  if (!passed) throw runFailure('Draft.Rejected', stage.step);
}
