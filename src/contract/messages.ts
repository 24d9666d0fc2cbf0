import { defineQuery, defineSignal } from '@temporalio/workflow';

/**
 * Signals carry identifiers and enumerations, never free text: whatever a person wrote is in Postgres under the act.
 * `actId` is absent only when an operator signals by hand; such an act is first validated and recorded.
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

export const selectIdeaSignal = defineSignal<[SelectIdea]>('selectIdea');
export const resolveSignal = defineSignal<[Resolve]>('resolve');

/** Where a run stands, for operators: the same words as the order's status. */
export interface WhereQueryResult {
  stage: string;
  attempt: number;
  waitingFor: string | null;
}
export const whereQuery = defineQuery<WhereQueryResult>('where');

/** Names of the signals that the outbox may carry. */
export type SignalName = 'selectIdea' | 'resolve';
