import { isUuid } from '../../contract/ids';
import { isPriority } from '../../contract/lanes';
import { PARTS, RESOLUTIONS } from '../../contract/messages';
import type { Part, Reprioritise, Resolve, SelectIdea } from '../../contract/messages';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import type { Ending, EndingAnswer, OpenedRun, RunKey } from '../../db/blog/runs';
import type { ActivityDeps } from '../deps';

/** An act that an operator signalled by hand, with an identifier that the run has given it. */
export type ManualAct = RunKey & { actId: string } & (
    | { kind: 'selectIdea'; act: SelectIdea }
    | { kind: 'resolve'; act: Resolve }
    | { kind: 'newIdeas'; act: object }
    | { kind: 'approve'; act: object }
    | { kind: 'regenerate'; act: { part: Part } }
    | { kind: 'reprioritise'; act: Reprioritise }
  );

/** Whether a manual act holds. */
export interface ActRecorded {
  accepted: boolean;
}

function accepted(result: ActionResult): ActRecorded {
  return { accepted: result.outcome === 'done' || result.outcome === 'same' };
}

/** Whether what was typed can be looked up at all; whether it holds is for Postgres to say. */
function isWellFormed(input: ManualAct): boolean {
  switch (input.kind) {
    case 'selectIdea':
      return isUuid(input.act.ideaId);
    case 'resolve':
      return RESOLUTIONS.includes(input.act.resolution);
    case 'regenerate':
      return PARTS.includes(input.act.part);
    case 'reprioritise':
      return isPriority(input.act.priority);
    case 'newIdeas':
    case 'approve':
      return true;
  }
}

/** Activities of lane `records`: Postgres only. */
export function createRecordsActivities(deps: Pick<ActivityDeps, 'db' | 'log'>) {
  const { runs, actions } = deps.db;

  /** Signals carry no free text, so what comes by hand has no hint. */
  async function performed(request: ActionRequest, input: ManualAct): Promise<ActionResult> {
    switch (input.kind) {
      case 'selectIdea':
        return actions.pickIdea({ ...request, ideaId: input.act.ideaId });
      case 'resolve':
        return actions.resolve({ ...request, resolution: input.act.resolution });
      case 'newIdeas':
        return actions.newIdeas({ ...request, hint: '' });
      case 'approve':
        return actions.approve(request);
      case 'regenerate':
        return actions.regenerate({ ...request, part: input.act.part, hint: '' });
      case 'reprioritise':
        return actions.reprioritise({ ...request, priority: input.act.priority });
    }
  }

  return {
    /** Opens a run and hands over what is saved; tells a stale run to end. */
    async openRun(run: RunKey): Promise<OpenedRun> {
      return runs.open(run);
    },
    /** Writes how a run ended, unless its order has moved on. */
    async endRun(input: RunKey & { ending: Ending }): Promise<EndingAnswer> {
      return runs.end(input, input.ending);
    },
    /** Cancels an order whose deadline for a pick has passed, unless the pick came first. */
    async expirePick(run: RunKey): ReturnType<typeof runs.expirePick> {
      return runs.expirePick(run);
    },
    /** Looks whether a person's word on a publication came before its deadline. */
    async expireResolve(run: RunKey): ReturnType<typeof runs.expireResolve> {
      return runs.expireResolve(run);
    },
    /** Cancels an order that nobody approved in time, unless a person acted first. */
    async expireApproval(run: RunKey): ReturnType<typeof runs.expireApproval> {
      return runs.expireApproval(run);
    },
    /** Writes the reminder of a post that waits for approval. */
    async remindOfApproval(run: RunKey): Promise<void> {
      await runs.remind(run, 'approval');
    },
    /** Ends the order of a post that stays a draft in its store. */
    async finishDraft(run: RunKey): Promise<void> {
      await runs.finishDraft(run);
    },
    /** Writes the reminder of an open pick. */
    async remindOfPick(run: RunKey): Promise<void> {
      await runs.remind(run, 'pick');
    },
    /** Writes the reminder of a publication that a person has to settle. */
    async remindOfResolve(run: RunKey): Promise<void> {
      await runs.remind(run, 'resolve');
    },
    /** The point of no return before publishing. */
    async beginPublish(run: RunKey): ReturnType<typeof runs.beginPublish> {
      return runs.beginPublish(run);
    },
    /** Hands an order whose publication nobody can confirm to a person. */
    async markUnconfirmed(run: RunKey): ReturnType<typeof runs.markUnconfirmed> {
      return runs.markUnconfirmed(run);
    },
    /** Forgets a begun draft of which two looks at the store found no trace, so that it may be created again. */
    async forgetDraft(input: RunKey & { versionId: string }): Promise<void> {
      const publication = await deps.db.publications.findPublication({
        orderId: input.orderId,
        basis: input.versionId,
      });
      if (publication) await deps.db.publications.forgetDraftBegun({ publicationId: publication.id });
    },
    /** Validates, records and audits an act that came as a bare signal. */
    async recordAct(input: ManualAct): Promise<ActRecorded> {
      if (!isWellFormed(input)) {
        deps.log.warn('a signal by hand made no sense', { orderId: input.orderId, kind: input.kind });
        return { accepted: false };
      }
      const request = {
        orderId: input.orderId,
        startNo: input.startNo,
        actId: input.actId,
        actor: { name: 'operator:signal' },
        signal: false,
      };
      return accepted(await performed(request, input));
    },
  };
}

export type RecordsActivities = ReturnType<typeof createRecordsActivities>;
