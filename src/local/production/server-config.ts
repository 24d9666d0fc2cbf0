/** The services of Temporal's server, each with a port for calls and one for its fellows. */
export const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
export type Service = (typeof SERVICES)[number];

/** The number of history shards, that of docker-compose.yml. The first start fixes it. */
export const HISTORY_SHARDS = 128;

/** The ports of the services on the loopback address. */
export type ServicePorts = Record<Service, { grpc: number; membership: number }>;

const HOST = '127.0.0.1';
const CONNECTIONS = 20;

/** The configuration of Temporal's server on one machine, with its two databases on Postgres. */
export function serverConfig(options: {
  ports: ServicePorts;
  /** Connection string of the database `temporal`. */
  databaseUrl: string;
  dynamicConfigFile: string;
}): object {
  const { ports, databaseUrl, dynamicConfigFile } = options;
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const database = decodeURIComponent(pathname.slice(1));
  const store = (databaseName: string): object => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${hostname}:${port || '5432'}`,
      connectProtocol: 'tcp',
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      maxConns: CONNECTIONS,
      maxIdleConns: CONNECTIONS,
      maxConnLifetime: '1h',
    },
  });
  const service = (name: Service): object => ({
    rpc: { grpcPort: ports[name].grpc, membershipPort: ports[name].membership, bindOnIP: HOST },
  });
  const frontend = `${HOST}:${ports.frontend.grpc}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      numHistoryShards: HISTORY_SHARDS,
      defaultStore: 'default',
      visibilityStore: 'visibility',
      datastores: { default: store(database), visibility: store(`${database}_visibility`) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
    services: Object.fromEntries(SERVICES.map((name) => [name, service(name)])),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: frontend },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: frontend },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '60s' },
  };
}
