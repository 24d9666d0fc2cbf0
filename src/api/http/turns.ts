import { ApiError, Gone } from './errors';
import type { ErrorCode } from './errors';

/** How many pieces of work each tenant may have under way and waiting. Times are in milliseconds. */
export interface TurnsOptions {
  atOnce: number;
  /** One more is refused at once. */
  mostWaiting: number;
  /** One that has waited this long is refused. */
  patienceMs: number;
  /** What is refused is told this, with the time after which to ask again. */
  refusal: { code: ErrorCode; message: string; retryAfterSeconds: number };
  /**
   * While there are other tenants, a place stays empty after its work for so many times as long as that took, up to `mostMs`. Whoever
   * sends one request after the other leaves room by that, and the more, the slower everything is.
   */
  rest?: { times: number; mostMs: number };
}

/** A tenant counts as being there for so long after its last work, in milliseconds. */
const THERE_MS = 1_000;

/** Something that waits for its turn. */
interface Waiting {
  begin(): void;
}

interface Line {
  /** Places with work, or at rest after it. */
  busy: number;
  waiting: Set<Waiting>;
  leaving: NodeJS.Timeout | undefined;
}

/**
 * Turns by tenant, within this process: whoever has its own under way waits here, holding no database connection, and keeps nobody
 * else from theirs. What waits for a client that has gone is dropped and has cost nothing.
 */
export class Turns {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly options: TurnsOptions) {}

  /** Does the work when its turn has come. Throws the refusal, or {@link Gone} where `signal` is aborted before. */
  async run<T>(tenantId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw new Gone();
    const line = this.lineOf(tenantId);
    try {
      if (line.busy >= this.options.atOnce) await this.wait(line, signal);
      // Counted by whoever made the place, so that nobody comes between.
      else line.busy += 1;
    } catch (error) {
      this.forget(tenantId, line);
      throw error;
    }
    const begunAt = performance.now();
    try {
      return await work();
    } finally {
      const restMs = this.restAfter(performance.now() - begunAt);
      if (restMs === 0) this.free(tenantId, line);
      else setTimeout(() => this.free(tenantId, line), restMs).unref();
    }
  }

  private lineOf(tenantId: string): Line {
    const line = this.lines.get(tenantId) ?? { busy: 0, waiting: new Set(), leaving: undefined };
    clearTimeout(line.leaving);
    this.lines.set(tenantId, line);
    return line;
  }

  private restAfter(tookMs: number): number {
    const { rest } = this.options;
    return rest && this.lines.size > 1 ? Math.min(rest.mostMs, rest.times * tookMs) : 0;
  }

  private free(tenantId: string, line: Line): void {
    const [next] = line.waiting;
    if (next) next.begin();
    else line.busy -= 1;
    this.forget(tenantId, line);
  }

  private forget(tenantId: string, line: Line): void {
    if (line.busy > 0 || line.waiting.size > 0) return;
    const leave = (): void => {
      if (line.busy === 0 && line.waiting.size === 0) this.lines.delete(tenantId);
    };
    clearTimeout(line.leaving);
    if (!this.options.rest) leave();
    else line.leaving = setTimeout(leave, THERE_MS).unref();
  }

  private wait(line: Line, signal: AbortSignal | undefined): Promise<void> {
    const { mostWaiting, patienceMs } = this.options;
    if (line.waiting.size >= mostWaiting) throw this.refusal();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onGone);
        line.waiting.delete(waiting);
      };
      const onGone = (): void => {
        leave();
        reject(new Gone());
      };
      const timer = setTimeout(() => {
        leave();
        reject(this.refusal());
      }, patienceMs);
      const waiting: Waiting = {
        begin() {
          leave();
          resolve();
        },
      };
      signal?.addEventListener('abort', onGone);
      line.waiting.add(waiting);
    });
  }

  private refusal(): ApiError {
    const { code, message, retryAfterSeconds } = this.options.refusal;
    return new ApiError(code, message, {}, retryAfterSeconds);
  }
}
