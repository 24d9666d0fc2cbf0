import { useIntl } from 'react-intl';
import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { useReset } from './times';

/** What a sentence about a cause may name, beyond the cause itself. */
export interface CauseFacts {
  storeName?: string | null;
  /** How many drafts failed the quality checks, where that is known. */
  drafts?: number;
  /** What a post was ordered about. */
  sourceType?: string;
  /** Its name in the store; null where the store never gave one. */
  subject?: string | null;
}

/** Why something failed or is on hold. */
interface Cause extends CauseFacts {
  type: string | null;
  /** The server's own sentence, for types that are not known here. */
  message: string;
  /** A machine word for the cause within its type, such as `insufficient_quota`. */
  reason?: string;
  /** It does not go on before this time, where that is known. */
  notBefore?: string;
}

/** The one cause that only the store's owner can remove. */
export const DISCONNECTED = 'store_disconnected';

/** A machine word for a cause in the reader's language; the word itself where it is not known. */
export function sayReason(say: Say, reason: string): string {
  const id = `reason.${reason}`;
  return id in en ? say(id as MessageId) : reason;
}

function sayClosed(say: Say, { reason, storeName }: Cause): string {
  switch (reason) {
    case DISCONNECTED:
      return say('failure.Provider.Closed.store_disconnected', { store: storeName ?? say('orders.store') });
    case 'app_refused':
      return say('failure.Provider.Closed.app_refused');
    // OpenAI says why it refuses an account; the others do not.
    case 'key_refused':
    case '':
    case undefined:
      return say('failure.Provider.Closed');
    default:
      return say('failure.Provider.Closed.openai', { reason: sayReason(say, reason) });
  }
}

function sayInvalid(say: Say, { sourceType, subject }: Cause): string {
  // A product or category whose name the store never gave is gone.
  if (subject === null && (sourceType === 'product' || sourceType === 'category'))
    return say(`failure.Order.Invalid.${sourceType}`);
  return say('failure.Order.Invalid');
}

/** The function that says in the reader's language why something failed or is on hold. */
export function useSayCause(): (cause: Cause) => string {
  const say = useSay();
  const resetOf = useReset();
  const intl = useIntl();

  function sayCapped({ reason }: Cause): string {
    if (reason === 'daily_cap') return say('failure.Spending.Capped.daily', resetOf('daily'));
    if (reason === 'monthly_cap') return say('failure.Spending.Capped.monthly', resetOf('monthly'));
    return say('failure.Spending.Capped');
  }

  return (cause) => {
    switch (cause.type) {
      case 'Provider.Closed':
        return sayClosed(say, cause);
      case 'Spending.Capped':
        return sayCapped(cause);
      case 'Queue.RateLimit':
        return say('failure.Queue.RateLimit', {
          time: intl.formatTime(cause.notBefore, { timeStyle: 'medium' }),
        });
      case 'Order.Invalid':
        return sayInvalid(say, cause);
      case 'Draft.Rejected':
        return say('failure.Draft.Rejected', { count: cause.drafts ?? 0 });
      default: {
        const id = `failure.${cause.type ?? ''}`;
        return id in en ? say(id as MessageId) : cause.message;
      }
    }
  };
}
