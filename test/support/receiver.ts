import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';

/** A message as a receiver of webhooks got it. */
export interface Received {
  id: string;
  type: string;
  orderId: string;
  data: Record<string, unknown>;
  headers: Record<string, string>;
}

/** A receiver of webhooks that checks every signature, and can be made to misbehave. */
export interface Receiver {
  url: string;
  /** What arrived and was signed as it should be, in the order of arrival. */
  received: Received[];
  /** Messages that were not signed with any of the secrets. */
  unsigned: number;
  /** Takes messages signed with this secret. */
  trust(secret: string): void;
  /** Answers the next messages with this status and these headers, after doing its work or instead of it. */
  answer(next: { status: number; times: number; headers?: Record<string, string> }): void;
  /** Breaks the connection after having taken the next messages, so that their answers are lost. */
  dropAnswers(times: number): void;
  /** Takes the next messages and never answers them. */
  keepSilent(times: number): void;
  /** Answers the message with this id by 500 each time it comes, until it is taken again. */
  refuse(id: string): void;
  takeAgain(id: string): void;
  /** Closes the port: connections are refused until {@link up}. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a receiver on a port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const verifiers: Verifier[] = [];
  const orders: Array<{ status: number; headers?: Record<string, string> }> = [];
  const refusedIds = new Set<string>();
  let drops = 0;
  let silences = 0;
  let port = 0;
  let server: Server | undefined;

  const isSigned = (body: string, headers: Record<string, string>): boolean =>
    verifiers.some((verifier) => {
      try {
        verifier.verify(body, headers);
        return true;
      } catch {
        return false;
      }
    });

  const listen = async (): Promise<void> => {
    const started = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const headers = request.headers as Record<string, string>;
        const next = refusedIds.has(headers['webhook-id'] ?? '') ? { status: 500 } : orders.shift();
        if (next) {
          response.writeHead(next.status, next.headers).end();
          return;
        }
        if (!isSigned(body, headers)) {
          receiver.unsigned += 1;
          response.writeHead(401).end();
          return;
        }
        const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> };
        receiver.received.push({
          id: headers['webhook-id']!,
          type,
          orderId: String(data['orderId']),
          data,
          headers,
        });
        if (silences > 0) {
          silences -= 1;
          return;
        }
        if (drops > 0) {
          drops -= 1;
          request.socket.destroy();
          return;
        }
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.listen(port, '127.0.0.1', resolve);
    });
    port = (started.address() as AddressInfo).port;
    server = started;
  };

  const close = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    closing?.closeAllConnections();
    await new Promise((resolve) => (closing ? closing.close(resolve) : resolve(undefined)));
  };

  const receiver: Receiver = {
    url: '',
    received: [],
    unsigned: 0,
    trust: (secret) => void verifiers.push(new Verifier(secret)),
    answer: ({ times, ...next }) => void orders.push(...Array.from({ length: times }, () => next)),
    dropAnswers: (times) => void (drops += times),
    keepSilent: (times) => void (silences += times),
    refuse: (id) => void refusedIds.add(id),
    takeAgain: (id) => void refusedIds.delete(id),
    down: close,
    up: listen,
    stop: close,
  };
  await listen();
  receiver.url = `http://127.0.0.1:${port}/hooks`;
  return receiver;
}
