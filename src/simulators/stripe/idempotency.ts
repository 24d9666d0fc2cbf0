import { createHash } from 'node:crypto';
import type { Call, Reply } from '../core/http';

interface Kept {
  print: string;
  reply: Reply | undefined;
}

/** How long answers are kept by their keys, in milliseconds. */
const keptMs = 24 * 3_600_000;

/** Answers by the keys of their requests, for 24 hours. */
export function createIdempotency(input: {
  now: () => number;
  refuse: (status: number, error: Record<string, unknown>) => Reply;
}) {
  const { now, refuse } = input;
  const kept = new Map<string, Kept & { at: number }>();
  return {
    /**
     * Answers a POST. The same key with the same parameters gets the same answer, marked as replayed; with others it is refused. What is refused
     * before anything was done (4xx) is not kept.
     */
    async answer(call: Call, work: () => Promise<Reply>): Promise<Reply> {
      const key = call.headers['idempotency-key'];
      if (typeof key !== 'string' || key === '') return work();
      const print = createHash('sha256').update(`${call.path}\n`).update(call.raw).digest('hex');
      const known = kept.get(key);
      if (known && known.at > now() - keptMs) {
        if (known.print !== print)
          return refuse(400, {
            type: 'idempotency_error',
            message: `Keys for idempotent requests can only be used with the same parameters they were first used with.`,
          });
        if (!known.reply)
          return refuse(409, {
            type: 'idempotency_error',
            code: 'idempotency_key_in_use',
            message: 'There is currently another in-progress request using this Idempotent Key.',
          });
        return { ...known.reply, headers: { ...known.reply.headers, 'idempotent-replayed': 'true' } };
      }
      const entry: Kept & { at: number } = { print, reply: undefined, at: now() };
      kept.set(key, entry);
      try {
        const reply = await work();
        if (reply.status >= 400 && reply.status < 500) kept.delete(key);
        else entry.reply = reply;
        return reply;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
    /** As if a day had passed. */
    forget: (): void => kept.clear(),
  };
}
