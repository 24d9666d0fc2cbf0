import type { Config } from '../config/config';
import { checkOpenAi, checkOpenAiPaid } from './doctor-openai';
import { PLATFORM_DOCTORS } from './doctor-platforms';
import { checkPostgres } from './doctor-postgres';
import { checkReplicate } from './doctor-replicate';
import type { Diagnosis } from './doctor-report';
import { checkTemporal } from './doctor-temporal';

/** What is examined, and how. Times in milliseconds. */
export interface Examination {
  config: Config;
  /** What is set from outside: a part left at its default is no fault when it is not there. */
  env: NodeJS.ProcessEnv;
  /** Site to try platforms with; the one of each platform's own setting when empty. */
  instanceId: string;
  /** Whether one token may be paid for. */
  paid: boolean;
  /** Folder of the numbered migrations. */
  migrationsDir: string;
  timeoutMs: number;
  now: () => number;
}

/** A part that nobody configured need not be there: the local stack brings its own. */
function forgiving(diagnosis: Diagnosis, options: { env: NodeJS.ProcessEnv; setting: string }): Diagnosis {
  if (diagnosis.verdict !== 'broken' || options.env[options.setting]?.trim()) return diagnosis;
  return {
    ...diagnosis,
    verdict: 'unset',
    says: `no ${options.setting}: npm start brings its own (${diagnosis.says})`,
  };
}

/** Makes one cheap read per configured part, all at once; pays for nothing unless told to. */
export async function examine(options: Examination): Promise<Diagnosis[]> {
  const { env, paid } = options;
  const [openai, replicate, platforms, postgres, temporal] = await Promise.all([
    // One after the other: the paid request would only repeat what the free one has found wrong.
    checkOpenAi(options).then(async (free) =>
      paid && free.verdict === 'works' ? [free, await checkOpenAiPaid(options)] : [free],
    ),
    checkReplicate(options),
    Promise.all(
      Object.values(PLATFORM_DOCTORS).map((doctor) =>
        doctor.check({ ...options, siteId: options.instanceId || env[doctor.siteSetting]?.trim() || '' }),
      ),
    ),
    checkPostgres(options),
    checkTemporal(options),
  ]);
  return [
    ...openai,
    replicate,
    ...platforms,
    forgiving(postgres, { env, setting: 'DATABASE_URL' }),
    ...temporal.map((diagnosis) => forgiving(diagnosis, { env, setting: 'TEMPORAL_ADDRESS' })),
  ];
}
