import { bulk } from '../../messages/en/bulk';
import type { BulkMessageId } from '../../messages/en/bulk';
import type { ScheduleRun } from './api';
import type { BulkSay } from './words';

/** Why a run waits or has no job; its own word where none is known, nothing where its job was created. */
export function sayReasonOf(say: BulkSay, { state, reason }: Pick<ScheduleRun, 'state' | 'reason'>): string {
  if (reason === null) return '';
  const ids = [`schedules.why.${reason}.${state}`, `schedules.why.${reason}`];
  const known = ids.find((id) => id in bulk);
  return known ? say(known as BulkMessageId) : reason;
}
