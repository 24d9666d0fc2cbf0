import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as a chat got it. */
export interface ChatMessage {
  path: string;
  headers: Record<string, string>;
  body: unknown;
  /** Milliseconds of a clock that only measures durations. */
  at: number;
}

/** How a chat answers: with a status, or not at all although it took the message. */
export type ChatAnswer = { status: number; headers?: Record<string, string> } | 'drop';

/** A chat's incoming webhook, which can be made to misbehave. */
export interface ChatReceiver {
  /** Its address: as with Slack, its path is the secret. */
  url: string;
  /** What arrived, in the order of arrival. */
  received: ChatMessage[];
  /** How the next messages are answered; those after them with 200. */
  answer(...next: ChatAnswer[]): void;
  stop(): Promise<void>;
}

/** Starts a chat's webhook on a port of this machine. */
export async function startChatReceiver(): Promise<ChatReceiver> {
  const answers: ChatAnswer[] = [];
  const received: ChatMessage[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown,
        at: performance.now(),
      });
      const next = answers.shift() ?? { status: 200 };
      if (next === 'drop') request.socket.destroy();
      else response.writeHead(next.status, next.headers).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T00000000/B00000000/kept-secret-word`,
    received,
    answer: (...next) => void answers.push(...next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
