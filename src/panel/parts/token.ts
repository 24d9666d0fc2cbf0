import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';

const tokenIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The token that a link from a mail has after its `#`, which no server is sent; empty where there is none. It is taken out of the address
 * at once, so that it stays in no list of visited pages, and kept beside it, so that the page can be loaded again.
 */
export function useToken(): string {
  const { hash, pathname, search, state } = useLocation();
  const navigate = useNavigate();
  const given = hash.slice(1);
  useEffect(() => {
    if (given) void navigate({ pathname, search }, { replace: true, state: { token: given } });
  }, [given, navigate, pathname, search]);
  const kept: unknown = state !== null && typeof state === 'object' ? Reflect.get(state, 'token') : undefined;
  return given || tokenIn(kept);
}
