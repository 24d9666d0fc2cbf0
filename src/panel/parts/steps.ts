/** The steps of all work that readers are told of, in their order. */
export const SHOWN_STEPS = ['ideas', 'writing', 'quality', 'images', 'publishing'] as const;

export type ShownStep = (typeof SHOWN_STEPS)[number];

/** Whether readers are told of this step. */
export const isShownStep = (name: string): name is ShownStep =>
  (SHOWN_STEPS as readonly string[]).includes(name);
