/** Types of the entries in an order's one timeline. */
export const EVENT_TYPES = [
  'order.accepted',
  'order.retried',
  'order.done',
  'order.failed',
  'order.cancelled',
  'order.unconfirmed',
  'run.opened',
  'stage.started',
  'stage.completed',
  'stage.waiting',
  'stage.rejected',
  'idea.picked',
  'pick.reminder',
  'publish.resolved',
  'resolve.reminder',
  'publish.differs',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
