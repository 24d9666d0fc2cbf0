import { defineQuery, defineSignal } from '@temporalio/workflow';

/**
 * Signals carry identifiers and enumerations, never free text: whatever a person wrote is in Postgres under the action.
 * Anybody with a command line can send one, so nothing in it is believed: `actId` is looked up in Postgres, and an action that is
 * not on record there counts as an operator's, to be validated and recorded first.
 */
export interface SelectIdea {
  actId?: string;
  ideaId: string;
}

/** What a person found at the store after an answer was lost. */
export const RESOLUTIONS = ['exists', 'absent', 'abandon'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** A person's decision on an unconfirmed publication. */
export interface Resolve {
  actId?: string;
  resolution: Resolution;
}

/** "None of these": five new ideas are wanted. The hint, if there is one, is in Postgres. */
export interface NewIdeas {
  actId?: string;
}

/** The finished post may go out. */
export interface Approve {
  actId?: string;
}

/** What can be made again before a post goes out. */
export const PARTS = ['text', 'picture'] as const;
export type Part = (typeof PARTS)[number];

/** Something finished is to be made again: of a post, a part of it. */
export interface Regenerate {
  actId?: string;
  part?: Part;
}

/** A buyer is content: the text goes to the administrators. */
export interface SubmitForReview {
  actId?: string;
}

/** An administrator does not want the text published; the reason is in Postgres. */
export interface Reject {
  actId?: string;
}

/** The time at which the post is to go out has changed; the new one is in Postgres. */
export interface Reschedule {
  actId?: string;
}

/** The order has another priority (1–10, larger is sooner) for all that is still to be done. */
export interface Reprioritise {
  actId?: string;
  priority: number;
}

/** An item that waited may go on: what it may do is in Postgres. */
export interface Admit {
  actId?: string;
}

/** No further item of a bulk job is to begin. */
export interface Pause {
  actId?: string;
}

/** A paused bulk job is to go on. */
export interface Resume {
  actId?: string;
}

/** Something has changed for a bulk job's run: an item has ended, or one waits again. What follows is in Postgres. */
export interface Advance {
  actId?: string;
}

export const selectIdeaSignal = defineSignal<[SelectIdea]>('selectIdea');
export const resolveSignal = defineSignal<[Resolve]>('resolve');
export const newIdeasSignal = defineSignal<[NewIdeas]>('newIdeas');
export const approveSignal = defineSignal<[Approve]>('approve');
export const regenerateSignal = defineSignal<[Regenerate]>('regenerate');
export const submitForReviewSignal = defineSignal<[SubmitForReview]>('submitForReview');
export const rejectSignal = defineSignal<[Reject]>('reject');
export const rescheduleSignal = defineSignal<[Reschedule]>('reschedule');
export const admitSignal = defineSignal<[Admit]>('admit');
export const pauseSignal = defineSignal<[Pause]>('pause');
export const resumeSignal = defineSignal<[Resume]>('resume');
export const advanceSignal = defineSignal<[Advance]>('advance');
export const reprioritiseSignal = defineSignal<[Reprioritise]>('reprioritise');

/** Where a run stands, for operators: the same words as the order's status. */
export interface WhereQueryResult {
  stage: string;
  attempt: number;
  waitingFor: string | null;
}
export const whereQuery = defineQuery<WhereQueryResult>('where');

/** What {@link whereQuery} answers, for operators. */
export const WHERE_DESCRIPTION = 'The stage of the order, its attempt, and what it waits for.';

/** Every signal that orders of some kind hear. */
export const ACTION_SIGNALS = [
  selectIdeaSignal,
  newIdeasSignal,
  approveSignal,
  regenerateSignal,
  submitForReviewSignal,
  rejectSignal,
  rescheduleSignal,
  resolveSignal,
  admitSignal,
  pauseSignal,
  resumeSignal,
  advanceSignal,
  reprioritiseSignal,
] as const;

/** What each signal does and what is to be typed with it, for operators, who see it beside the signal's name. */
export const SIGNAL_DESCRIPTIONS: { readonly [N in ActionName]: string } = {
  selectIdea: 'Picks an idea for the store: {"ideaId":"<id of an idea of this order>"}',
  newIdeas: 'Requests five other ideas: {}',
  approve: 'Approves the finished text or post: {}',
  regenerate: 'Has a part of a post made again: {"part":"text"} or {"part":"picture"}; of a bought text: {}',
  submitForReview: 'Submits the text to the administrators, in place of its buyer: {}',
  reject: 'Recorded by the API only, as the reason is in Postgres.',
  reschedule: 'Recorded by the API only, as the new time is in Postgres.',
  resolve:
    'Decides on an unconfirmed publication: {"resolution":"absent"} or {"resolution":"abandon"}; that it exists is told through the API',
  admit: 'Wakes an order that waits for its turn; only Postgres lets it in.',
  pause: 'Lets no further item of this bulk job begin: {}',
  resume: 'Lets a paused bulk job go on: {}',
  advance: 'Asks Postgres once more which items are to begin. No payload.',
  reprioritise: 'Changes the priority, 1 to 10, larger is sooner: {"priority":9}',
};

/** What operators see beside a signal that only orders of other kinds hear. */
export const UNHEARD_DESCRIPTION =
  'No effect on an order of this kind; the timeline says that it was ignored.';

/** What is done by signals. */
export type ActionName = SignalName | 'reprioritise';

/** An action as a signal brought it, reduced to what signals may carry. None of it has been checked. */
export interface SignalledAction {
  name: ActionName;
  /** The identifier under which it is recorded where it was not before. */
  newId: string;
  actId?: string;
  ideaId?: string;
  part?: string;
  resolution?: string;
  priority?: number;
}

/** An action that is on record, with the facts that Postgres has of it. */
export interface TakenAction {
  actId: string;
  ideaId?: string;
  part?: Part;
  resolution?: Resolution;
  /** The order's priority now. */
  priority?: number;
}

/**
 * Why a signal was ignored: it lacks something or makes no sense, it does not fit the order, the order is in another state, it was done as
 * often as it may be, or no signal can do this.
 */
export const IGNORED_REASONS = ['malformed', 'invalid', 'wrong_state', 'too_often', 'not_by_signal'] as const;
export type IgnoredReason = (typeof IGNORED_REASONS)[number];

/** Names of the signals that the outbox may carry. */
export type SignalName =
  | 'selectIdea'
  | 'resolve'
  | 'newIdeas'
  | 'approve'
  | 'regenerate'
  | 'submitForReview'
  | 'reject'
  | 'reschedule'
  | 'admit'
  | 'pause'
  | 'resume'
  | 'advance';
