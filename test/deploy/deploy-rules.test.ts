import { QUIET_LOG } from '../../src/local/postgres';

interface Rules {
  foreignPasswords(services: Record<string, object>, env: Record<string, string>): string[];
  unpinnedImages(images: string[]): string[];
  unhardened(services: Record<string, object>): string[];
  withoutTemporaryFolder(services: Record<string, object>): string[];
  talkativePostgres(command: string[], quiet: Readonly<Record<string, string>>): string[];
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const rules = require('../../scripts/deploy-rules.cjs') as Rules;

/** A service as it should be. */
const hardened = {
  image: 'galley:local',
  read_only: true,
  tmpfs: ['/tmp'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
};
const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  'node:24.21.0-bookworm-slim',
  'temporalio/server:1.32.1',
  'postgres:18.4-bookworm',
  `registry.example.com:5000/ui:v2.54.1@${digest}`,
  'galley:local',
])('the image %s is pinned', (image) => {
  expect(rules.unpinnedImages([image])).toEqual([]);
});

test.each([
  'node:24-bookworm-slim',
  'node:24.21-bookworm-slim',
  'postgres:18-bookworm',
  'temporalio/server:1.32',
  'temporalio/ui:latest',
  'temporalio/ui',
  'registry.example.com:5000/ui',
])('the image %s is not pinned', (image) => {
  expect(rules.unpinnedImages([image])).toEqual([`${image} does not name a full version`]);
});

test('a service that is closed is accepted', () => {
  expect(rules.unhardened({ api: hardened })).toEqual([]);
  expect(rules.withoutTemporaryFolder({ api: hardened })).toEqual([]);
});

test.each([
  ['with a writable image', { read_only: false }, 'api can write into its image'],
  ['with capabilities', { cap_drop: undefined }, 'api keeps capabilities'],
  ['with one capability', { cap_add: ['CHOWN'] }, 'api gets capabilities: CHOWN'],
  ['that can get privileges', { security_opt: [] }, 'api can get new privileges'],
  ['that is privileged', { privileged: true }, 'api is privileged'],
])('a service %s is refused', (_what, change, problem) => {
  expect(rules.unhardened({ api: { ...hardened, ...change } })).toEqual([problem]);
});

test('a service without room for temporary files is refused', () => {
  expect(rules.withoutTemporaryFolder({ api: { ...hardened, tmpfs: ['/run'] } })).toEqual([
    'api has no /tmp in memory',
  ]);
});

test('Postgres is refused with a log that tells more than the local one', () => {
  const quiet = [
    'postgres',
    ...Object.entries(QUIET_LOG).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  expect(rules.talkativePostgres(quiet, QUIET_LOG)).toEqual([]);
  expect(rules.talkativePostgres([...quiet, '-c', 'log_error_verbosity=verbose'], QUIET_LOG)).toEqual([
    'log_error_verbosity is verbose instead of terse',
  ]);
  expect(rules.talkativePostgres(['postgres'], QUIET_LOG)).toHaveLength(3);
});

describe('passwords of the roles of Postgres', () => {
  const env = {
    POSTGRES_PASSWORD: 'superuser',
    POSTGRES_MIGRATE_PASSWORD: 'migrations',
    POSTGRES_RUN_PASSWORD: 'processes',
    POSTGRES_TEMPORAL_PASSWORD: 'histories',
  };
  const hidden = Object.fromEntries(Object.keys(env).map((variable) => [variable, '']));
  const service = (environment: object, from = ['.env']) => ({
    environment,
    env_file: from.map((path) => ({ path })),
  });

  test('are those of its own role in each container', () => {
    const services = {
      postgres: service({ POSTGRES_PASSWORD: 'superuser' }, []),
      api: service({ ...hidden, DATABASE_URL: 'postgres://galley_run:processes@postgres/galley' }),
      temporal: service({ POSTGRES_PWD: 'histories' }, []),
    };
    expect(rules.foreignPasswords(services, env)).toEqual([]);
  });

  test.each([
    [
      'in a URL',
      { api: service({ ...hidden, DATABASE_URL: 'postgres://galley:superuser@postgres/galley' }) },
    ],
    ['in a variable', { 'worker-ideas': service({ ...hidden, PGPASSWORD: 'superuser' }) }],
    ['from .env', { api: service({ ...hidden, POSTGRES_PASSWORD: undefined }) }],
    ['of Temporal', { temporal: service({ POSTGRES_PWD: 'superuser' }, []) }],
  ])('are refused where they are those of another, %s', (_where, services) => {
    expect(rules.foreignPasswords(services, env)).toEqual([
      `${Object.keys(services)[0]} has POSTGRES_PASSWORD`,
    ]);
  });

  test('differ from one another', () => {
    expect(rules.foreignPasswords({}, { ...env, POSTGRES_RUN_PASSWORD: 'superuser' })).toEqual([
      'two roles have the same password',
    ]);
  });
});
