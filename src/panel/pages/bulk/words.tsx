import { useMemo } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import type { MessageId } from '../../messages/en';
import { bulk } from '../../messages/en/bulk';
import type { BulkMessageId } from '../../messages/en/bulk';
import { useSay } from '../../messages/use-text';

/** Says also what only pages of texts and bulk jobs say. */
export type BulkSay = (id: MessageId | BulkMessageId, values?: Record<string, string | number>) => string;

/** The function that says messages on pages of texts and bulk jobs; only below {@link withWords}. */
export const useBulkSay = useSay as () => BulkSay;

function Words({ children }: { children: ReactNode }) {
  const { locale, messages } = useIntl();
  // Every other language has these among its own.
  const all = useMemo(() => ({ ...bulk, ...messages }), [messages]);
  return (
    <IntlProvider locale={locale} messages={all} defaultLocale="en">
      {children}
    </IntlProvider>
  );
}

/** A page on which these messages are known. */
export function withWords<P extends object>(Page: ComponentType<P>): ComponentType<P> {
  return function Worded(props: P) {
    return (
      <Words>
        <Page {...props} />
      </Words>
    );
  };
}
