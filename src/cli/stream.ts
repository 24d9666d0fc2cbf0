import { createParser } from 'eventsource-parser';
import type { Api } from './http';
import { failureOf, retryAfter, unreachable } from './http';
import { CliFailure, EXIT, Interrupted } from './io';
import type { CliIo } from './io';

/** An event of the stream. */
export interface StreamEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** Pause before the stream is opened again, in milliseconds, unless the server says another one; doubled while that fails. */
const RETRY_MS = 2_000;
const MOST_RETRY_MS = 30_000;

/** A stream that has been silent for this long is dead, in milliseconds: the server sends a line every 15 s. */
const SILENCE_MS = 45_000;

/** Reads the stream as it comes. Ends when the server ends it; throws where the connection breaks. */
async function* eventsOf(
  response: Response,
  on: { retry: (ms: number) => void; id: (id: string) => void },
): AsyncGenerator<StreamEvent> {
  const ready: StreamEvent[] = [];
  let lastId = '';
  const parser = createParser({
    onRetry: on.retry,
    onEvent: ({ id = lastId, event = 'message', data }) => {
      lastId = id;
      ready.push({ id, event, data: JSON.parse(data) as Record<string, unknown> });
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    while (ready.length > 0) {
      const event = ready.shift()!;
      if (event.id) on.id(event.id);
      yield event;
    }
  }
}

/** What is followed, and who hears of the connection. */
export interface Following {
  query: { kind?: string | undefined; batchId?: string | undefined };
  lastId?: string | undefined;
  onLost: () => void;
  onBack: () => void;
}

/**
 * Follows what happens, for ever: where the connection breaks, it goes on behind the last event that was seen. Throws where there has
 * never been a connection, and where the server refuses.
 */
export async function* follow(
  api: Api,
  io: Pick<CliIo, 'interrupted' | 'sleep' | 'now'>,
  following: Following,
): AsyncGenerator<StreamEvent> {
  const { url } = api.settings;
  const address = new URL(`${url}/api/events`);
  for (const [name, value] of Object.entries(following.query))
    if (value) address.searchParams.set(name, value);
  let { lastId } = following;
  let retryMs = RETRY_MS;
  let wasOpen = false;
  for (let failures = 0; ; failures += 1) {
    if (failures > 0) await io.sleep(Math.min(MOST_RETRY_MS, retryMs * 2 ** (failures - 1)), io.interrupted);
    const silence = new AbortController();
    let alarm: NodeJS.Timeout | undefined;
    const heard = (): void => {
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      heard();
      const response = await fetch(address, {
        headers: {
          ...api.headers,
          accept: 'text/event-stream',
          ...(lastId ? { 'last-event-id': lastId } : {}),
        },
        redirect: 'manual',
        signal: AbortSignal.any([io.interrupted, silence.signal]),
      });
      const busy = retryAfter(response, io.now());
      if (busy !== undefined) {
        await response.body?.cancel();
        await io.sleep(busy * 1_000, io.interrupted);
        continue;
      }
      if (!response.ok) {
        const refused = failureOf(response, await response.json().catch(() => undefined), url);
        // A gateway says so while the server restarts.
        if (response.status < 500 || !wasOpen) throw refused;
        continue;
      }
      if (wasOpen) following.onBack();
      wasOpen = true;
      const counted = response.body?.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            heard();
            controller.enqueue(chunk);
          },
        }),
      );
      for await (const event of eventsOf(new Response(counted ?? null), {
        retry: (ms) => (retryMs = ms),
        id: (id) => (lastId = id),
      })) {
        failures = 0;
        yield event;
      }
    } catch (error) {
      if (io.interrupted.aborted) throw new Interrupted();
      if (error instanceof CliFailure) throw error;
      if (error instanceof SyntaxError)
        throw new CliFailure(`${url} did not answer as Galley does.`, EXIT.failed);
      if (!wasOpen) throw unreachable(url, error);
    } finally {
      clearTimeout(alarm);
    }
    following.onLost();
  }
}
