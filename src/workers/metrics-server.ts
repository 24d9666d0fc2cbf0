import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { carriesToken } from '../telemetry/metrics-token';

const LOOPBACK = '127.0.0.1';

/** Where the SDK serves its metrics. */
export interface MetricsServer {
  bindAddress: string;
  stop(): void;
}

function refuse(res: ServerResponse, status: number, error: string, message: string): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  res.writeHead(status, { ...headers, ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}) });
  res.end(JSON.stringify({ error, message, requestId: randomUUID() }));
}

/** Passes a request on to the SDK's own server, whatever it asks for. */
function passOn(port: number, res: ServerResponse): void {
  const asked = request({ host: LOOPBACK, port, path: '/metrics' }, (answer) => {
    const type = answer.headers['content-type'] ?? 'text/plain';
    res.writeHead(answer.statusCode ?? 502, { 'content-type': type, 'cache-control': 'no-store' });
    answer.pipe(res);
  });
  asked.on('error', () => {
    if (res.headersSent) res.destroy();
    else refuse(res, 503, 'unavailable', 'The metrics are not available yet. Try again in a moment.');
  });
  asked.end();
}

/** A port of this machine that nothing listens on. */
async function freeLoopbackPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Where a worker's metrics are served: by the SDK itself, or, since it knows no tokens, by a server of ours that checks the token and
 * asks the SDK on a port that only this machine reaches. Undefined without a port. Throws if the port is taken.
 */
export async function serveMetrics(options: {
  host: string;
  port: number | null;
  token: string | undefined;
}): Promise<MetricsServer | undefined> {
  const { host, port, token } = options;
  if (port === null) return undefined;
  if (token === undefined) return { bindAddress: `${host}:${port}`, stop: () => undefined };
  const inner = await freeLoopbackPort();
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    if (!carriesToken(req.headers.authorization, token))
      refuse(res, 401, 'unauthorized', 'Send the token of the metrics as a bearer token.');
    else if (req.method === 'GET' && req.url === '/metrics') passOn(inner, res);
    else refuse(res, 404, 'not_found', 'There is nothing here but GET /metrics.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    bindAddress: `${LOOPBACK}:${inner}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
