import type { Request, Response } from 'express';

/** Where visitors buy. */
export const PURCHASE = '/api/v1/purchase';

/** What stands around the work of a request; see `RouteSpec`. */
export type Guard = (request: { req: Request; res: Response }, work: () => Promise<void>) => Promise<void>;
