import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Request } from 'express';
import { prepared } from './prepared';

/** The description for machines: open, written once. */
export function openapiRoute(options: {
  description: Record<string, unknown>;
  /** Where clients reach this server, without a slash at its end. */
  addressOf: (req: Request) => string;
}): Router {
  const { description, addressOf } = options;
  const place = randomUUID();
  const parts = JSON.stringify({ ...description, servers: [{ url: place }] }).split(`"${place}"`);
  const page = prepared(parts, (address) => JSON.stringify(address));
  const router = Router();
  router.get('/openapi.json', (req, res) => page.send(res.type('json'), addressOf(req)));
  return router;
}
