import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What all test files of one jest run share: one Temporal server, one Postgres, one workflow bundle. */
export interface SharedServers {
  temporalAddress: string;
  postgresUrl: string;
  templateDatabase: string;
  bundlePath: string;
  /** The Temporal command line. */
  temporalCli: string;
}

export const SERVERS_FILE = path.join(__dirname, '..', '..', '.galley', 'test', 'servers.json');

/** The servers that the run's set-up started. */
export function sharedServers(): SharedServers {
  return JSON.parse(readFileSync(SERVERS_FILE, 'utf8')) as SharedServers;
}
