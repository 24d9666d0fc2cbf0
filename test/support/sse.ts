import { until } from './api-client';
import type { ApiClient } from './api-client';

/** An event of a stream as a browser would see it. */
export interface SseEvent {
  /** Last id that the stream had named when it came. */
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** A reader of the live stream. */
export class SseReader {
  readonly events: SseEvent[] = [];
  /** Lines that carry no event. */
  readonly comments: string[] = [];
  retry: string | undefined;
  lastId = '';
  ended = false;
  private rest = '';

  private constructor(
    readonly response: Response,
    private readonly aborting: AbortController,
  ) {}

  /** Opens a stream; throws with the answer's text where it is none. */
  static async open(
    client: ApiClient,
    options: { query?: string; lastId?: string } = {},
  ): Promise<SseReader> {
    const aborting = new AbortController();
    const response = await fetch(`${client.url}/api/events${options.query ?? ''}`, {
      headers: {
        authorization: `Bearer ${client.key}`,
        accept: 'text/event-stream',
        ...(options.lastId === undefined ? {} : { 'last-event-id': options.lastId }),
      },
      signal: aborting.signal,
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    const reader = new SseReader(response, aborting);
    reader.read().then(
      () => (reader.ended = true),
      () => (reader.ended = true),
    );
    return reader;
  }

  /** Waits until there is a first snapshot, and so a stream that has begun. */
  static async begun(client: ApiClient, query = ''): Promise<SseReader> {
    const reader = await SseReader.open(client, { query });
    await until('a snapshot', async () => reader.events.length > 0);
    return reader;
  }

  /** Events of one name. */
  named(event: string): SseEvent[] {
    return this.events.filter((one) => one.event === event);
  }

  close(): void {
    this.aborting.abort();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.response.body!) {
      this.rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = this.rest.split('\n\n');
      this.rest = blocks.pop()!;
      blocks.forEach((block) => this.take(block));
    }
  }

  private take(block: string): void {
    const fields: Record<string, string> = {};
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) this.comments.push(line);
      const match = /^(\w+): (.*)$/.exec(line);
      if (match) fields[match[1]!] = match[2]!;
    }
    this.lastId = fields['id'] ?? this.lastId;
    this.retry = fields['retry'] ?? this.retry;
    if (fields['data'] === undefined) return;
    const data = JSON.parse(fields['data']) as Record<string, unknown>;
    this.events.push({ id: this.lastId, event: fields['event'] ?? 'message', data });
  }
}
