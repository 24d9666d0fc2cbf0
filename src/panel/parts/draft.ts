import { useState } from 'react';

/** What was typed and not sent is kept under this, in the tab alone and until it is closed. */
const PREFIX = 'draft:';

function kept(name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? '{}');
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function keep(name: string, value: object): void {
  // Where storage is shut off or full, what was typed lasts until the page is left.
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    return;
  }
}

/** Texts of a form that outlast a reload, and the function that changes some. Nothing personal belongs in them. */
export function useDraft<T extends Record<string, string>>(
  name: string,
  empty: T,
): [T, (changes: Partial<T>) => void] {
  const [draft, setDraft] = useState<T>(() => {
    const before = kept(name);
    return Object.fromEntries(
      Object.entries(empty).map(([field, text]) => [
        field,
        typeof before[field] === 'string' ? before[field] : text,
      ]),
    ) as T;
  });
  function change(changes: Partial<T>): void {
    const next = { ...draft, ...changes };
    keep(name, next);
    setDraft(next);
  }
  return [draft, change];
}

/** Forgets all that was kept, once it has been ordered. */
export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage))
      if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  } catch {
    return;
  }
}
