import type { RequestHandler } from 'express';

/**
 * Answers about somebody's data are kept by nobody, whatever kind they are and errors too. A condition on what a client has kept is
 * ignored: there is nothing that it could have kept.
 */
export const noStore: RequestHandler = (req, res, next) => {
  res.setHeader('cache-control', 'no-store');
  delete req.headers['if-none-match'];
  delete req.headers['if-modified-since'];
  next();
};
