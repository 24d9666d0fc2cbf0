import { Client, Connection } from '@temporalio/client';

/** How to reach the Temporal server. */
export interface TemporalOptions {
  address: string;
  namespace: string;
  tls: boolean;
  apiKey: string | undefined;
}

/** A client whose connection is made on first use, so that a process starts while Temporal is away. */
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
