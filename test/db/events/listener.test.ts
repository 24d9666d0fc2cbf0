import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { listenForEvents } from '../../../src/db/events/listener';

test('a listener can be stopped while it connects', async () => {
  // It takes connections and never answers.
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const pool = new Pool({ connectionString: `postgres://user:word@127.0.0.1:${port}/none` });
  const listener = listenForEvents({ pool, onEvent: () => undefined });
  await once(server, 'connection');
  await listener.stop();
  const closed = once(server, 'close');
  server.close();
  await closed;
  await pool.end();
});
