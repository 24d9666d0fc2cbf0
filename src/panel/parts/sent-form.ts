import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { problemWith } from './form';

/** The problem of a field that has to hold something and does not, in the words of the server. */
const NEEDED = 'is required';

/** What a form and the server found wrong with its fields, once it was sent. */
export interface SentForm {
  form: RefObject<HTMLFormElement | null>;
  /** What is wrong with a field as it is now. */
  problemOf: (field: string) => string | undefined;
  /** Whether what went wrong is said by a field already. */
  isSaid: boolean;
  /** Takes down that the form is sent; answers whether each field that has to hold something does. */
  send: () => boolean;
}

/**
 * Tells what is wrong with the fields of a form, after it was sent and not before; the first of them takes the focus. `error` is what the
 * server answered. What was said of another text is not said of what a field holds by now.
 */
export function useSentForm(
  fields: Readonly<Record<string, string>>,
  optional: readonly string[],
  error: unknown,
): SentForm {
  const form = useRef<HTMLFormElement>(null);
  const [sent, setSent] = useState<Readonly<Record<string, string>>>();
  const isMissing = (field: string): boolean => !optional.includes(field) && fields[field]?.trim() === '';
  function problemOf(field: string): string | undefined {
    if (!sent) return undefined;
    if (isMissing(field)) return NEEDED;
    return sent[field] === fields[field] ? problemWith(error, field) : undefined;
  }

  useEffect(() => {
    if (sent) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [sent, error]);

  return {
    form,
    problemOf,
    isSaid: Object.keys(fields).some((field) => problemWith(error, field) !== undefined),
    send() {
      setSent(fields);
      return !Object.keys(fields).some(isMissing);
    },
  };
}
