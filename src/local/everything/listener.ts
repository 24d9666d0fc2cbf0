import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A receiver of webhooks on this machine. */
export interface Listener {
  url: string;
  /** Takes messages signed with this secret, and no others. */
  trust(secret: string): void;
  /** The ids of the messages that were signed as they should be, each once. */
  ids(): ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Longest body of a message, in bytes. */
const MOST_BYTES = 100_000;

/** Starts a receiver that checks signatures. */
export async function startListener(): Promise<Listener> {
  const verifiers: Webhook[] = [];
  const ids = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
      if (body.length > MOST_BYTES) request.destroy();
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const isSigned = verifiers.some((verifier) => {
        try {
          verifier.verify(body, headers);
          return true;
        } catch {
          return false;
        }
      });
      if (isSigned) ids.add(headers['webhook-id'] ?? '');
      response.writeHead(isSigned ? 204 : 401).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/galley`,
    trust: (secret) => void verifiers.push(new Webhook(secret)),
    ids: () => ids,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
