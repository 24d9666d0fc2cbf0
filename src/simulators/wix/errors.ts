import type { Reply } from '../core/http';
import { json } from '../core/http';

/** An application error in Wix's format. */
export function wixError(status: number, code: string, message: string): Reply {
  return json(status, { message, details: { applicationError: { code, description: message, data: {} } } });
}

/** A 400 about one field of the request. */
export function fieldError(field: string, description: string, violatedRule: string): Reply {
  const fieldViolations = [{ field, description, violatedRule, data: {} }];
  return json(400, { message: `${field} ${description}`, details: { validationError: { fieldViolations } } });
}
