import type { Request, RequestHandler, Response } from 'express';
import { isUuid } from '../../contract/ids';
import { isLane } from '../../contract/lanes';
import { principalName } from '../../contract/tenancy';
import type { Principal } from '../../contract/tenancy';
import type { Logger } from '../../telemetry/logger';

/** Notes who acts in a request that began without anybody being known, such as a sign-in. */
export function noteActor(res: Response, by: Principal): void {
  res.locals['actor'] = by;
}

/** Notes the id of what a request made or changed, as its answer has it. */
export function noteAnswer(res: Response, json: unknown): void {
  if (json === null || typeof json !== 'object') return;
  const { id, batchId } = json as { id?: unknown; batchId?: unknown };
  res.locals['answered'] = [id, batchId].find(isUuid);
}

/** The ids and lanes in the address of a request, by the names of their parameters; nothing else of it, as that of a mailed link has a token. */
function idsOf(req: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.params as Record<string, unknown>).filter(
      (entry): entry is [string, string] =>
        isUuid(entry[1]) || (typeof entry[1] === 'string' && isLane(entry[1])),
    ),
  );
}

/**
 * Logs every change that a member makes, on whichever route: who, what and about which ids. Keys are not logged, as programs change
 * things by the thousand; what they do to orders and lanes is in the tables of actions, as is what members do to them.
 */
export function memberLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    res.on('finish', () => {
      if (req.method === 'GET' || req.method === 'HEAD' || res.statusCode >= 400) return;
      const holder = res.locals['holder'] as { by: Principal } | undefined;
      const by = holder?.by ?? (res.locals['actor'] as Principal | undefined);
      if (by?.kind !== 'member') return;
      const route = (req.route as { path?: string } | undefined)?.path ?? 'none';
      log.info('member changed something', {
        ...{ actor: principalName(by), method: req.method, route, status: res.statusCode },
        ...{ requestId: String(res.locals['requestId']), ...idsOf(req) },
        answered: res.locals['answered'] as string | undefined,
      });
    });
    next();
  };
}
