import { loadConfig } from './config';
import type { Config } from './config';

/** The configuration of this process, from its environment. Throws ConfigError. */
export function processConfig(): Config {
  return loadConfig(process.env);
}
