import { enterStage } from '../run';
import { draftUntilApproved } from '../stages/drafting';
import type { BlogRun } from './run';

/** Has the text written and reviewed, and notes the approved version. */
export async function writeContent(run: BlogRun): Promise<void> {
  enterStage(run, 'content', 'GENERATING_CONTENT');
  const { key, round } = run;
  const ideaId = run.ideaId!;
  run.versionId = await draftUntilApproved(run, {
    subject: 'content',
    write: (attempt) => run.lanes().writing.writeDraft({ ...key, round, attempt, ideaId }),
    review: (attempt, versionId) => run.lanes().quality.reviewDraft({ ...key, round, attempt, versionId }),
  });
}
