import { useIntl } from 'react-intl';
import type { MessageId } from './en';

/** Says a message in the reader's language, its parts filled in. */
export type Say = (id: MessageId, values?: Record<string, string | number>) => string;

/** The function that says messages in the reader's language. */
export function useSay(): Say {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}
