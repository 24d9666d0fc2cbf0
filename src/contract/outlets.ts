/** How an article stands at the outlet of its site. `unconfirmed`: whether the store has its draft is not known. */
export const OUTLET_STATES = ['wanted', 'delivered', 'failed', 'unconfirmed'] as const;
export type OutletState = (typeof OUTLET_STATES)[number];

/** What was found of a paid link at the outlet. `unchecked`: nobody could look. */
export const OUTLET_LINK_STATES = ['kept', 'missing', 'without-rel', 'unchecked'] as const;
export type OutletLinkState = (typeof OUTLET_LINK_STATES)[number];

/** Input of the workflow that takes an article to the outlet of its site. */
export interface OutletInput {
  articleId: string;
}

/** One delivery of an article: `no` counts what was ever wanted of it, so that anything about an earlier one is out of date. */
export interface OutletStep extends OutletInput {
  no: number;
}

/** What is to be done about an article: nothing, or its delivery or the check of its links, at a store or by a hook. */
export type OutletWork =
  { todo: 'nothing' } | { todo: 'deliver' | 'check'; via: 'store' | 'hook'; no: number; fairnessKey: string };

/**
 * What became of a delivery. `lost`: whether the store has the draft is not known. `waits`: the store has to be reconnected first.
 * `again`: something else is wanted by now, or its draft has to be made anew. `settled`: it is there, or on record as failed.
 */
export interface OutletDelivery {
  outcome: 'settled' | 'again' | 'lost' | 'waits';
}

/** What one look for a lost draft showed; `begunAt` tells which creation was looked for. */
export interface OutletLookUp {
  found: 'match' | 'none' | 'other_content' | 'no_answer';
  begunAt?: string;
}
