import { setTimeout as pause } from 'node:timers/promises';
import { Fault, patiently } from './patience';

/** Which texts an administrator does not want: a quarter of all, told by their orders' ids. */
export const isUnwanted = (orderId: string): boolean => Number.parseInt(orderId.slice(-2), 16) % 4 === 0;

interface Waiting {
  orderId: string;
  versionId: string;
}

/** An administrator who approves and rejects whatever waits, each by a double click, and does again whatever got no answer. */
export class Judge {
  isOver = false;

  constructor(
    private readonly apiUrl: string,
    private readonly key: string,
    private readonly patienceMs: number,
  ) {}

  private async ask(method: 'GET' | 'POST', path: string, body?: unknown) {
    return patiently(
      path,
      async () => {
        const response = await fetch(`${this.apiUrl}/api/v1/admin/orders${path}`, {
          method,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${this.key}` },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(20_000),
        });
        const json = (await response.json()) as { error?: unknown; data?: { items?: Waiting[] } };
        return { status: response.status, error: json.error, items: json.data?.items ?? [] };
      },
      {
        patienceMs: this.patienceMs,
        later: ({ status, error }) => {
          if (status === 503 || status === 429) return `status ${status}`;
          if (status >= 500) throw new Fault(`${path}: ${status} ${String(error)}`);
          return undefined;
        },
        onRepeat: () => undefined,
      },
    );
  }

  private async judge({ orderId, versionId }: Waiting): Promise<void> {
    const act = isUnwanted(orderId) ? 'reject' : 'approve';
    const body = act === 'reject' ? { versionId, reason: 'Not for this article.' } : { versionId };
    const clicks = await Promise.all([1, 2].map(() => this.ask('POST', `/${orderId}/${act}`, body)));
    // One that was made again, or that came second, may find that the order has gone on.
    for (const { status, error } of clicks)
      if (status !== 200 && status !== 409) throw new Error(`not judged: ${status} ${String(error)}`);
  }

  /** Judges until somebody says that it is over. */
  async work(): Promise<void> {
    while (!this.isOver) {
      const { items } = await this.ask('GET', '?waiting=review&limit=50');
      for (const waiting of items) await this.judge(waiting);
      if (items.length === 0) await pause(200);
    }
  }
}
