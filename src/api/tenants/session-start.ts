import type { Request, Response } from 'express';
import type { Principal } from '../../contract/tenancy';
import type { Db, Tx } from '../../db/db';
import { deviceOf } from '../../domain/tenants/device';
import { noteActor } from '../http/member-log';
import { cookieOptions, newSessionWord, sessionCookieOf, sessionHashOf } from './session-cookie';

/** Begins a session in the name of whoever `who` finds, in one transaction. The one that the browser had before ends. */
export async function startSession(
  db: Db,
  { req, res }: { req: Request; res: Response },
  who: (tx: Tx) => Promise<Principal | undefined>,
): Promise<boolean> {
  const { word, wordHash } = newSessionWord();
  const before = sessionHashOf(req);
  const device = deviceOf(req.headers['user-agent']);
  const by = await db.transaction(async (tx) => {
    const found = await who(tx);
    if (!found || !(await tx.sessions.insertSession({ wordHash, by: found, device }))) return undefined;
    if (before) await tx.sessions.deleteSession({ wordHash: before });
    return found;
  });
  if (!by) return false;
  noteActor(res, by);
  res.cookie(sessionCookieOf(req), word, cookieOptions(req));
  return true;
}
