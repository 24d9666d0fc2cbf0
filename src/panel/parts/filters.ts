import { useSearchParams } from 'react-router';

/** What is filtered by, as it stands in the address; `set` changes some of it and leaves the rest, undefined takes a filter away. */
export function useFilters<Name extends string>(): {
  read: (name: Name) => string | undefined;
  set: (changes: Partial<Record<Name, string | undefined>>) => void;
} {
  const [params, setParams] = useSearchParams();
  return {
    read: (name) => params.get(name) ?? undefined,
    set: (changes) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries<string | undefined>(changes as Record<string, string>)) {
          if (value === undefined) after.delete(name);
          else after.set(name, value);
        }
        return after;
      }),
  };
}
