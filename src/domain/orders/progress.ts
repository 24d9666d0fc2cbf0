import type { BlogStatus } from '../../contract/orders';

/** Steps of a blog order as people see them. */
export const BLOG_STEPS = ['ideas', 'selection', 'content', 'image', 'publishing'] as const;

/** How far an order is. */
export interface Progress {
  totalSteps: number;
  completedSteps: number;
  currentStep: string;
}

/** Progress from what is saved: it never goes back, whatever the order's status does. */
export function blogProgress(order: {
  status: BlogStatus;
  hasIdeas: boolean;
  hasPick: boolean;
  hasVersion: boolean;
  hasPicture: boolean;
}): Progress {
  const done = [order.hasIdeas, order.hasPick, order.hasVersion, order.hasPicture, order.status === 'DONE'];
  const completedSteps = order.status === 'DONE' ? done.length : done.filter(Boolean).length;
  const current = BLOG_STEPS[done.indexOf(false)];
  return {
    totalSteps: BLOG_STEPS.length,
    completedSteps,
    currentStep: order.status === 'DONE' ? 'done' : (current ?? 'done'),
  };
}
