import { createServer } from 'node:net';

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.unref();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The preferred TCP port, or the next free one of the 200 after it that is not in `taken`. Throws if none is free, or
 * if the host is not an address of this machine.
 */
export async function freePort(options: {
  wanted: number;
  host: string;
  taken?: ReadonlySet<number>;
}): Promise<number> {
  const { wanted, host, taken } = options;
  const last = Math.min(65_535, wanted + 200);
  for (let port = wanted; port <= last; port += 1) {
    if (!taken?.has(port) && (await isFree(port, host))) return port;
  }
  throw new Error(`no port is free between ${wanted} and ${last} on ${host}`);
}
