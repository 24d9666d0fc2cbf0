import { readFileSync, writeFileSync } from 'node:fs';
import { freePort } from './ports';
import { PRIVATE_FILE } from './private-files';

interface Remembered {
  wanted: number;
  used: number;
}

/** The ports of earlier runs, by what listens on them; none where nothing readable is kept. */
export function portsOf(file: string): Readonly<Record<string, Remembered>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Remembered>;
  } catch {
    return {};
  }
}

/**
 * The port that an earlier run used for the same wish, so that links which it made still lead here; another free one if it is busy,
 * which is remembered then. `told` is a sentence for whoever starts the system, where the port is not the wanted one.
 */
export async function rememberedPort(options: {
  file: string;
  name: string;
  wanted: number;
  host: string;
  taken: ReadonlySet<number>;
}): Promise<{ number: number; told?: string }> {
  const { file, name, wanted, host, taken } = options;
  const ports = portsOf(file);
  const before = ports[name]?.wanted === wanted ? ports[name].used : undefined;
  const number = await choose({ wanted, before, host, taken });
  writeFileSync(file, JSON.stringify({ ...ports, [name]: { wanted, used: number } }), { mode: PRIVATE_FILE });
  if (before !== undefined && number !== before)
    return { number, told: `port ${before} of the last run is busy, using ${number} from now on` };
  if (number === wanted) return { number };
  return {
    number,
    told:
      before === number ? `port ${number}, as in the last run` : `port ${wanted} is busy, using ${number}`,
  };
}

async function choose(options: {
  wanted: number;
  before: number | undefined;
  host: string;
  taken: ReadonlySet<number>;
}): Promise<number> {
  const { wanted, before, host, taken } = options;
  if (before === undefined) return freePort({ wanted, host, taken });
  const again = await freePort({ wanted: before, host, taken });
  return again === before ? before : freePort({ wanted, host, taken });
}
