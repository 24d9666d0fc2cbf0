import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';

/** A connection to the API that can be cut and mended, or can lose all events while it stays open. */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let isCut = false;
  let isMuted = false;
  const answers = () => {
    let isStream = false;
    return new Transform({
      transform(chunk, _encoding, done) {
        isStream ||= chunk.includes('text/event-stream');
        done(null, isStream && isMuted ? undefined : chunk);
      },
    });
  };
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
    socket.pipe(onward).pipe(answers()).pipe(socket);
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
    /** Drops everything that event streams send from now on. */
    mute() {
      isMuted = true;
    },
    async stop() {
      for (const end of open) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
