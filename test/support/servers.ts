import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What all test files of one jest run share: one Temporal server, one Postgres, one workflow bundle. */
export interface SharedServers {
  temporalAddress: string;
  /** Of a superuser, of the role that owns the tables, and of the one of the processes. */
  adminUrl: string;
  migrateUrl: string;
  runUrl: string;
  templateDatabase: string;
  bundlePath: string;
  /** The Temporal command line. */
  temporalCli: string;
}

/** Folder of the runs of this checkout; each has one of its own, named by its process, so that two may run at once. */
export const RUNS_DIR = path.join(__dirname, '..', '..', '.galley', 'test');

/** Names the variable that tells the test files of a run where its servers are written down. */
export const SERVERS_VARIABLE = 'GALLEY_TEST_SERVERS';

/** The servers that the run's set-up started. */
export function sharedServers(): SharedServers {
  return JSON.parse(readFileSync(process.env[SERVERS_VARIABLE] ?? '', 'utf8')) as SharedServers;
}
