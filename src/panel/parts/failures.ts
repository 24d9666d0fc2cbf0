import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import type { Say } from '../messages/use-text';

/** Why something failed or waits, in the reader's language; the server's own words where it is not known here. */
export function sayFailure(say: Say, type: string | null, message: string): string {
  const id = `failure.${type ?? ''}`;
  return id in en ? say(id as MessageId) : message;
}
