import { instantOf } from '../../domain/blog/plan-time';
import { ApiError } from '../http/errors';

/** A time this little in the past counts as now, in milliseconds: clocks differ, and requests take their time. */
const GRACE_MS = 60_000;

/** The furthest a post can be planned ahead, in milliseconds. */
const FURTHEST_MS = 2 * 366 * 24 * 60 * 60_000;

function refused(problem: string): ApiError {
  return new ApiError('bad_request', 'The body of the request is invalid.', {
    problems: [{ field: 'body.publishAt', problem }],
  });
}

/** The instant at which a post is to go out; refuses one that is over, or too far away. */
export function plannedTime(time: string, timeZone: string, nowMs: number): Date {
  const at = instantOf({ time, timeZone });
  if (!at) throw refused('does not exist');
  if (at.getTime() < nowMs - GRACE_MS) throw refused('is in the past');
  if (at.getTime() > nowMs + FURTHEST_MS) throw refused('is more than two years ahead');
  return at;
}
