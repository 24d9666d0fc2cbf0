import compression from 'compression';
import type { RequestHandler } from 'express';

/** Shorter answers are sent as they are, in bytes: on a busy machine, compressing every list doubles the time of the slowest. */
const LEAST_BYTES = 64 * 1024;

/** Effort of gzip (1 to 9): the least, which saves most of what can be saved on lists. */
const LEVEL = 1;

const compress = compression({
  threshold: LEAST_BYTES,
  level: LEVEL,
  filter: (_req, res) => /^application\/json\b/.test(String(res.getHeader('content-type') ?? '')),
});

/**
 * Compresses long JSON answers to reads, for clients that take them. The length of a compressed answer tells of repetitions in it, and so of
 * a secret that is in it beside words of an attacker's choice. Keys, sign-in links and the secrets of webhooks are only in answers to
 * writes, which are never compressed; no answer to a read holds a secret or a token. Streams and files are no JSON.
 */
export const compressed: RequestHandler = (req, res, next) => {
  if (req.method === 'GET') compress(req, res, next);
  else next();
};
