// What every deployment must keep to, whatever else its Compose file says; scripts/check-deploy.mjs applies it. `services` is
// the model that Compose's own loader makes of the file.
const IMAGE_OF_OURS = 'galley:local';

/** Postgres numbers its releases with two parts, everybody else with three. */
const FULL_VERSION = /:v?\d+\.\d+\.\d+(-[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;
const FULL_VERSION_OF_POSTGRES = /^postgres:\d+\.\d+(-[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/** Images of other registries that do not name one full version. */
const unpinnedImages = (images) =>
  images
    .filter((image) => image !== IMAGE_OF_OURS)
    .filter((image) => !FULL_VERSION.test(image) && !FULL_VERSION_OF_POSTGRES.test(image))
    .map((image) => `${image} does not name a full version`);

/** What a program that has been taken over could still do in its container. */
const unhardened = (services) =>
  Object.entries(services).flatMap(([name, service]) => [
    ...(service.read_only ? [] : [`${name} can write into its image`]),
    ...(service.cap_drop?.includes('ALL') ? [] : [`${name} keeps capabilities`]),
    ...(service.cap_add?.length ? [`${name} gets capabilities: ${service.cap_add.join(', ')}`] : []),
    ...(service.security_opt?.includes('no-new-privileges:true') ? [] : [`${name} can get new privileges`]),
    ...(service.privileged ? [`${name} is privileged`] : []),
  ]);

/** A read-only image has no place for temporary files of its own. */
const withoutTemporaryFolder = (services) =>
  Object.entries(services)
    .filter(([, { tmpfs = [] }]) => !tmpfs.includes('/tmp'))
    .map(([name]) => `${name} has no /tmp in memory`);

/** Postgres' settings in a command line: those after `-c`. */
const settingsOf = (command) =>
  Object.fromEntries(
    command.filter((_, at) => command[at - 1] === '-c').map((setting) => setting.split(/=(.*)/s).slice(0, 2)),
  );

/** Settings that differ from those with which the local server keeps statements and parameters out of its log. */
const talkativePostgres = (command, quiet) =>
  Object.entries(quiet)
    .filter(([name, value]) => settingsOf(command)[name] !== value)
    .map(([name, value]) => `${name} is ${settingsOf(command)[name] ?? 'not set'} instead of ${value}`);

const PASSWORD_OF_ROLE = {
  admin: 'POSTGRES_PASSWORD',
  migrate: 'POSTGRES_MIGRATE_PASSWORD',
  run: 'POSTGRES_RUN_PASSWORD',
  temporal: 'POSTGRES_TEMPORAL_PASSWORD',
};

/** Whose passwords a service may have; all others of ours only that of the role that reads and writes rows. */
const ROLES_OF_SERVICE = {
  postgres: ['admin'],
  roles: ['admin', 'migrate', 'run', 'temporal'],
  migrate: ['migrate', 'run'],
  'temporal-setup': ['temporal'],
  temporal: ['temporal'],
  'temporal-namespace': [],
  'temporal-ui': [],
  simulators: [],
};

/** Passwords of Postgres' roles that a container has without being theirs, or that .env would give it. `env` has all four. */
const foreignPasswords = (services, env) => {
  const roles = Object.entries(PASSWORD_OF_ROLE);
  const same = new Set(roles.map(([, variable]) => env[variable])).size < roles.length;
  const foreign = Object.entries(services).flatMap(([name, { environment = {}, env_file: files = [] }]) => {
    const own = ROLES_OF_SERVICE[name] ?? ['run'];
    // Whole, or between the colon and the at sign of a URL.
    const has = (password) =>
      Object.values(environment).some((value) => value === password || value?.includes(`:${password}@`));
    const inFile = (variable) => files.length > 0 && environment[variable] !== '';
    return roles
      .filter(([role, variable]) => (!own.includes(role) && has(env[variable])) || inFile(variable))
      .map(([, variable]) => `${name} has ${variable}`);
  });
  return [...(same ? ['two roles have the same password'] : []), ...foreign];
};

module.exports = {
  foreignPasswords,
  unpinnedImages,
  unhardened,
  withoutTemporaryFolder,
  talkativePostgres,
};
