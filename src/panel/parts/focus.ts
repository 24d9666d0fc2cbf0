import { useEffect, useRef } from 'react';

/**
 * When what had the focus is gone after a change, as a button is that was pressed, the page's head takes it, so that a reader by keyboard
 * is not thrown back to the top of everything. Whoever had nothing in focus is left alone.
 */
export function useKeptFocus(change: string): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      last.current = event.target as Element;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  useEffect(() => {
    const isLost = document.activeElement === document.body && last.current?.isConnected === false;
    if (isLost) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [change]);
}
