import { Client, Connection } from '@temporalio/client';

/** How to connect to the Temporal server. */
export interface TemporalOptions {
  address: string;
  namespace: string;
  tls: boolean;
  apiKey: string | undefined;
}

/** Creates a client that connects on first use, so that a process can start while Temporal is unavailable. */
export function createTemporalClient(options: TemporalOptions): {
  client: Client;
  close: () => Promise<void>;
} {
  const connection = Connection.lazy({
    address: options.address,
    tls: options.tls ? {} : undefined,
    ...(options.apiKey ? { apiKey: options.apiKey } : {}),
  });
  return {
    client: new Client({ connection, namespace: options.namespace }),
    close: () => connection.close(),
  };
}
