import type { Config } from '../config/config';
import { checkMail } from './doctor-mail';
import { checkOpenAi, checkOpenAiPaid } from './doctor-openai';
import { PLATFORM_DOCTORS } from './doctor-platforms';
import { checkPostgres } from './doctor-postgres';
import { checkReplicate } from './doctor-replicate';
import type { Diagnosis } from './doctor-report';
import { checkStripe } from './doctor-stripe';
import { checkTemporal } from './doctor-temporal';

/** What to check, and how. Times are in milliseconds. */
export interface Examination {
  config: Config;
  /** Settings from outside; a part left at its default may be absent. */
  env: NodeJS.ProcessEnv;
  /** Site to test; each platform's own setting when empty. */
  instanceId: string;
  /** Whether a token may be paid for. */
  paid: boolean;
  /** Folder of the numbered migrations. */
  migrationsDir: string;
  timeoutMs: number;
  now: () => number;
}

/** A part that is not configured may be absent, because the local stack brings its own. */
function unsetIfDefault(
  diagnosis: Diagnosis,
  options: { env: NodeJS.ProcessEnv; setting: string },
): Diagnosis {
  if (diagnosis.verdict !== 'broken' || options.env[options.setting]?.trim()) return diagnosis;
  return {
    ...diagnosis,
    verdict: 'unset',
    message: `no ${options.setting}: npm start brings its own (${diagnosis.message})`,
  };
}

/** Makes one cheap read per configured part, all in parallel; costs nothing unless `paid` is set. */
export async function examine(options: Examination): Promise<Diagnosis[]> {
  const { env, paid } = options;
  const [openai, replicate, platforms, mail, stripe, postgres, temporal] = await Promise.all([
    // In sequence: if the free request fails, the paid one would only report the same.
    checkOpenAi(options).then(async (free) =>
      paid && free.verdict === 'works' ? [free, await checkOpenAiPaid(options)] : [free],
    ),
    checkReplicate(options),
    Promise.all(
      Object.values(PLATFORM_DOCTORS).map((doctor) =>
        doctor.check({ ...options, siteId: options.instanceId || env[doctor.siteSetting]?.trim() || '' }),
      ),
    ),
    checkMail(options),
    checkStripe(options),
    checkPostgres(options),
    checkTemporal(options),
  ]);
  return [
    ...openai,
    replicate,
    ...platforms,
    mail,
    stripe,
    unsetIfDefault(postgres, { env, setting: 'DATABASE_URL' }),
    ...temporal.map((diagnosis) => unsetIfDefault(diagnosis, { env, setting: 'TEMPORAL_ADDRESS' })),
  ];
}
