import { useEffect, useState } from 'react';

/** Somebody who is still writing is not searched for yet, in milliseconds. */
const PAUSE_MS = 250;

/** The words once nobody has written for a moment. */
export function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(words), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [words]);
  return settled;
}
