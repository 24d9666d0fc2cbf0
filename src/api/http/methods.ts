import { Router } from 'express';
import type { Request, RequestHandler } from 'express';
import { ApiError } from './errors';

/** A route, as far as methods are about it. */
interface Routed {
  method: string;
  /** In Express' notation. */
  path: string;
}

/** Addresses with words where others have parameters come first, as they are those that were meant. */
function byWords(one: string, other: string): number {
  const places = (path: string): string =>
    path
      .split('/')
      .map((part) => (part.startsWith(':') ? '1' : '0'))
      .join('');
  return places(one).localeCompare(places(other));
}

/**
 * Answers requests whose address exists and whose method does not: `OPTIONS` with the methods that do, everything else with the error
 * `method_not_allowed` (405), both with the header `Allow`.
 */
export function checkMethod(specs: readonly Routed[]): RequestHandler {
  const router = Router();
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of specs) {
    const known = methods.get(path) ?? new Set(['OPTIONS']);
    known.add(method.toUpperCase());
    if (method === 'get') known.add('HEAD');
    methods.set(path, known);
  }
  for (const [path, known] of [...methods].sort(([one], [other]) => byWords(one, other)))
    router.all(path, (req, res, next) => {
      // Further addresses that fit are other routes' business: this one was meant.
      if (req.method !== 'OPTIONS' && known.has(req.method)) return next('router');
      res.setHeader('allow', [...known].sort().join(', '));
      if (req.method === 'OPTIONS') return void res.status(204).end();
      throw new ApiError(
        'method_not_allowed',
        'This method is not allowed here; the header Allow names those that are.',
      );
    });
  // Its routes answer nothing of their own, so that they are not among those of the application.
  return (req, res, next) => router(req, res, next);
}

function isDecodable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0');
  } catch {
    return false;
  }
}

/** Refuses requests whose address cannot be read, wherever in it that is, and those that do not say for which host they are. */
export const checkAddress: RequestHandler = (req: Request, _res, next) => {
  if (req.httpVersion === '1.1' && !req.headers.host)
    throw new ApiError('bad_request', 'The request has no Host header.');
  if (!isDecodable(req.url)) throw new ApiError('bad_request', 'The URL is not encoded correctly.');
  next();
};
