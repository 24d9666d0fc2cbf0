import { connect, createServer } from 'node:net';
import { once } from 'node:events';

/** A line to the API that can be cut and mended. */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let isCut = false;
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const onward = connect(Number(port), hostname);
    for (const end of [socket, onward]) {
      open.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => {
        open.delete(end);
        (end === socket ? onward : socket).destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      isCut = true;
      for (const end of open) end.destroy();
    },
    mend() {
      isCut = false;
    },
    async stop() {
      for (const end of open) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
