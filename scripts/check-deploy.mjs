// Compares the deployment files (Compose file, image, settings) with the sources, so that they stay in sync.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import { build } from './build.mjs';
import { moreChecks } from './check-deploy-more.mjs';
import rules from './deploy-rules.cjs';

const { foreignPasswords, talkativePostgres, unhardened, unpinnedImages, withoutTemporaryFolder } = rules;

const { values: given } = parseArgs({ options: { root: { type: 'string' } } });
const here = resolve(fileURLToPath(new URL('..', import.meta.url)));
// Another folder has copies of the deployment files; what is compiled there is taken as it is.
const root = resolve(given.root ?? here);
const compiled = createRequire(join(root, 'dist', 'check.js'));
const text = (...path) => readFileSync(join(root, ...path), 'utf8');

const IMAGE = 'galley:local';
/** Services that run with the profile of their name only. */
const PROFILES = ['simulators', 'mail'];
const SIMULATORS_SCRIPT = 'dist/simulators/main.js';
const SECRET = /(_KEY|_TOKEN|_SECRET|_PASSWORD)$|^WIX_APP_ID$/;
const COMPOSE_OWN = /^COMPOSE_/;

/** Loads the Compose file and the server's dynamic configuration with Compose's own loader. */
function loadDeployment() {
  const go = spawnSync('go', ['run', '.', root], {
    cwd: join(here, 'deploy', 'check'),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (go.error?.code === 'ENOENT')
    throw new Error("Go is not on PATH. Compose's own loader is written in Go, so nothing was checked");
  if (go.error) throw go.error;
  if (go.status !== 0) throw new Error(`the Compose file cannot be loaded: ${go.stderr.trim()}`);
  return JSON.parse(go.stdout);
}

/** The scripts that `npm run <name>` runs and Node's flags, read from scripts/galley.mjs. */
function programsOfGalley() {
  const source = text('scripts', 'galley.mjs');
  const table = /const PROGRAMS = (\{[\s\S]*?\n\});/.exec(source)?.[1];
  const flags = /run\(\[\[(.*?),?\s*script, \.\.\.args\]\]/.exec(source)?.[1];
  if (!table || flags === undefined) throw new Error('cannot find the programs in scripts/galley.mjs');
  return { programs: runInNewContext(`(${table})`), flags: runInNewContext(`[${flags}]`) };
}

/** Every variable the configuration reads, found by observing it. */
function variablesRead(loadConfig) {
  const names = new Set();
  loadConfig(new Proxy({}, { get: (_, name) => void names.add(name) }));
  return names;
}

/** Parses NAME=value lines, including commented-out ones; `about` is whether the block has a comment above it. */
function envEntries(file) {
  let about = false;
  return text(...file)
    .split('\n')
    .flatMap((line) => {
      const match = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
      if (match) return [{ active: !match[1], name: match[2], value: match[3], about }];
      about = line.startsWith('# ') && !line.startsWith('# ---');
      return [];
    });
}

const envOf = (entries) => Object.fromEntries(entries.map(({ name, value }) => [name, value]));
const milliseconds = (duration) =>
  [...duration.matchAll(/([\d.]+)(h|m(?!s)|s|ms)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }[unit],
    0,
  );

function problemsOf({ loadConfig, env }) {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return error.problems ?? [error.message];
  }
}

function checks() {
  const { plain, simulators, variables, dynamicConfig } = loadDeployment();
  const { programs, flags } = programsOfGalley();
  const { LANES } = compiled('./contract/lanes.js');
  const { loadConfig, missingKeys } = compiled('./config/config.js');
  const { QUIET_LOG } = compiled('./local/postgres.js');
  const { TEMPORAL_SETTINGS } = compiled('./local/temporal-server.js');
  const searchAttributes = compiled('./contract/search-attributes.js').SEARCH_ATTRIBUTES.map(
    ({ name }) => name,
  );

  const all = Object.entries(simulators.services);
  const ours = all.filter(([, { image }]) => image === IMAGE);
  const ofWorkers = ours.filter(([, { command }]) => command.includes(programs.worker[0]));
  const ofProjects = ours.filter(([name]) => name !== 'simulators');
  const readNames = variablesRead(loadConfig);
  const example = envEntries(['.env.example']);
  const simulatorsEnv = envEntries(['deploy', 'simulators.env']);
  const dockerfile = text('Dockerfile');

  return {
    'the simulators and the mail catcher run only with their profiles': () => [
      ...PROFILES.filter((name) => plain.services[name]).map((name) => `${name} runs without its profile`),
      ...PROFILES.filter((name) => !simulators.services[name]).map((name) => `no profile starts ${name}`),
      ...Object.keys(simulators.services)
        .filter((name) => !PROFILES.includes(name) && !plain.services[name])
        .map((name) => `${name} runs only with the profile`),
    ],
    'every lane has one worker service, with the command that npm run worker runs': () => [
      ...LANES.flatMap((lane) => {
        const command = ['node', ...programs.worker, lane];
        const found = ofWorkers.filter(([, service]) => isDeepStrictEqual(service.command, command));
        return found.length === 1 && found[0][0] === `worker-${lane}`
          ? []
          : [`"${command.join(' ')}" is run by ${found.map(([name]) => name).join(', ') || 'no service'}`];
      }),
      ...(ofWorkers.length === LANES.length
        ? []
        : [`${ofWorkers.length} services for ${LANES.length} lanes`]),
    ],
    'api, migrate and roles run what npm runs': () =>
      ['api', 'migrate', 'roles'].flatMap((name) =>
        isDeepStrictEqual(simulators.services[name]?.command, ['node', ...programs[name]])
          ? []
          : [`${name} does not run "node ${programs[name].join(' ')}"`],
      ),
    'every command is a program built from our sources': () => [
      ...ours.flatMap(([name, { command }]) => {
        const script = command[1];
        const known = [...Object.values(programs).map(([known]) => known), SIMULATORS_SCRIPT];
        const source = join(root, script.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts'));
        if (!known.includes(script)) return [`${name} runs ${script}, which no command runs`];
        return existsSync(source) && existsSync(join(root, script))
          ? []
          : [`${name}: ${script} or its source is missing`];
      }),
      ...flags
        .filter((flag) => !new RegExp(`NODE_OPTIONS=\\S*${flag}`).test(dockerfile))
        .map((flag) => `the image does not pass ${flag} to Node`),
    ],
    'containers only get settings that the configuration reads and accepts': () =>
      ofProjects.flatMap(([name, { environment, env_file: files }]) => [
        ...Object.keys(environment)
          // An empty one only hides what .env says.
          .filter((variable) => !readNames.has(variable) && environment[variable] !== '')
          .map((variable) => `${name}: nothing reads ${variable}`),
        ...(files?.length === 1 && !files[0].required ? [] : [`${name}: .env is not its optional env_file`]),
        ...problemsOf({ loadConfig, env: { ...envOf(simulatorsEnv), ...environment } }).map(
          (problem) => `${name}: ${problem}`,
        ),
      ]),
    '.env.example has every setting with its default, and no others': () => {
      const names = example.map(({ name }) => name);
      const wanted = new Set([...readNames, ...Object.keys(variables)]);
      const same = isDeepStrictEqual(
        loadConfig(envOf(example.filter(({ name }) => readNames.has(name)))),
        loadConfig({}),
      );
      return [
        ...[...wanted].filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
        ...names.filter((name) => !wanted.has(name)).map((name) => `nothing reads ${name}`),
        ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} appears twice`),
        ...example.filter(({ about }) => !about).map(({ name }) => `${name} has no comment`),
        ...(same ? [] : ['a default differs from the one in src/config/config.ts']),
        ...Object.entries(variables).flatMap(([name, { DefaultValue }]) =>
          example.find((entry) => entry.name === name)?.value === DefaultValue
            ? []
            : [`${name}: wrong default`],
        ),
      ];
    },
    'secrets are empty in .env.example and come from the environment in Compose': () => [
      ...example
        .filter(({ name, active, value }) => SECRET.test(name) && !(active && value === ''))
        .map(({ name }) => `${name} is not empty`),
      ...ofProjects.flatMap(([name, { environment }]) =>
        Object.keys(environment)
          .filter((variable) => SECRET.test(variable) && environment[variable] !== '')
          .map((variable) => `${name} sets ${variable} itself`),
      ),
    ],
    'each container signs in to Postgres with its own role, and has no password of another': () =>
      foreignPasswords(simulators.services, envOf(simulatorsEnv)),
    'deploy/simulators.env points to the simulators and sets every key': () => {
      const env = envOf(simulatorsEnv);
      const port = /--port=(\d+)/.exec(simulators.services.simulators.command.join(' '))?.[1];
      return [
        ...simulatorsEnv
          .filter(({ name }) => !readNames.has(name) && !variables[name] && !COMPOSE_OWN.test(name))
          .map(({ name }) => `nothing reads ${name}`),
        ...[...readNames]
          .filter((name) => /_BASE_URL$/.test(name))
          .filter((name) => !env[name]?.startsWith(`http://simulators:${port}/`))
          .map((name) => `${name} does not point to http://simulators:${port}`),
        ...missingKeys(loadConfig(env)),
      ];
    },
    'the dynamic configuration matches the local server': () => {
      const local = Object.fromEntries(
        Object.entries(TEMPORAL_SETTINGS).map(([key, json]) => [key, [JSON.parse(json)]]),
      );
      return [...new Set([...Object.keys(local), ...Object.keys(dynamicConfig)])]
        .filter((key) => !isDeepStrictEqual(local[key], dynamicConfig[key]))
        .map((key) => `${key}: ${JSON.stringify(dynamicConfig[key])}, locally ${JSON.stringify(local[key])}`);
    },
    'the namespace gets every search attribute': () => {
      const created = [
        ...text('deploy', 'temporal', 'create-namespace.sh').matchAll(/--name (\w+) --type Keyword/g),
      ];
      const names = created.map(([, name]) => name).sort();
      return isDeepStrictEqual(names, [...searchAttributes].sort())
        ? []
        : [`it only gets ${names.join(', ')}`];
    },
    'services can be scaled: no container names, and workers publish no ports': () =>
      all.flatMap(([name, service]) => [
        ...(service.container_name ? [`${name} has a container name`] : []),
        ...(name.startsWith('worker-') && service.ports?.length ? [`${name} publishes a port`] : []),
      ]),
    'ports are published to this machine only': () =>
      all.flatMap(([name, { ports = [] }]) =>
        ports
          .filter(({ host_ip: host }) => host !== '127.0.0.1')
          .map(({ target }) => `${name}: port ${target}`),
      ),
    'images are pinned to full versions, and the image has the Node that test:node24 tests': () => {
      const bases = [...dockerfile.matchAll(/^ARG NODE_IMAGE=(.+)$/gm)].map(([, image]) => image);
      const images = [...all.map(([, { image }]) => image), ...bases];
      const [tested] = Object.values(JSON.parse(text('test', 'node24', 'package.json')).optionalDependencies);
      return [
        ...unpinnedImages(images),
        ...bases
          .filter((image) => !image.startsWith(`node:${tested}-`))
          .map((image) => `${image} is not the tested Node ${tested}`),
        ...[...dockerfile.matchAll(/^FROM (\S+)/gm)]
          .filter(([, image]) => image !== '${NODE_IMAGE}')
          .map(([, image]) => `the Dockerfile builds on ${image}`),
      ];
    },
    'containers write to memory and volumes only, and have no capabilities or new privileges': () => [
      ...unhardened(simulators.services),
      ...withoutTemporaryFolder(simulators.services),
    ],
    'Postgres logs no statements, parameters or details': () =>
      talkativePostgres(simulators.services.postgres.command, QUIET_LOG),
    'workers are only killed after their own shutdown limit': () =>
      ofWorkers.flatMap(([name, { environment, stop_grace_period: grace }]) => {
        const { shutdownForceMs } = loadConfig(environment);
        if (!environment.SHUTDOWN_FORCE_MS)
          return [`${name}: .env could set SHUTDOWN_FORCE_MS above the grace period`];
        return milliseconds(grace) > shutdownForceMs
          ? []
          : [`${name}: ${grace} is not above ${shutdownForceMs} ms`];
      }),
    'the services that write and read pictures share a volume': () =>
      ['api', 'worker-images', 'worker-publishing'].flatMap((name) => {
        const { environment, volumes = [] } = simulators.services[name];
        const mount = volumes.find(({ target }) => target === environment.PICTURE_DIR);
        return mount?.source === 'pictures' ? [] : [`${name} has no volume at PICTURE_DIR`];
      }),
    'the image is built from files that exist and reach the builder, and does not run as root': () => {
      const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files]) =>
        files.split(' '),
      );
      const sent = text('.dockerignore').split('\n');
      return [
        ...copied.filter((file) => !existsSync(join(root, file))).map((file) => `${file} does not exist`),
        ...copied
          .filter((file) => !sent.includes(`!${file}`))
          .map((file) => `.dockerignore excludes ${file}`),
        ...copied
          .filter((file) => file.endsWith('.mjs'))
          .flatMap((file) =>
            [...text(file).matchAll(/from '\.\/([\w.-]+)'/g)].map(([, name]) => `scripts/${name}`),
          )
          .filter((file) => !copied.includes(file))
          .map((file) => `the build needs ${file}`),
        ...(/^USER node$/m.test(dockerfile) ? [] : ['it runs as root']),
      ];
    },
  };
}

// A mistake may make another check throw; the remaining checks are still reported.
function attempt(check) {
  try {
    return check();
  } catch (error) {
    return [error.message];
  }
}

/** What the checks beyond Compose compare with. */
function contextOfMore() {
  const { programs, flags } = programsOfGalley();
  const { loadConfig } = compiled('./config/config.js');
  const { LANES, ACCOUNTS } = compiled('./contract/lanes.js');
  return {
    root,
    here,
    programs,
    flags,
    lanes: LANES,
    accounts: ACCOUNTS,
    phases: compiled('./contract/orders.js').PHASES,
    createMetrics: compiled('./telemetry/metrics.js').createMetrics,
    readNames: variablesRead(loadConfig),
    problemsOf: (env) => problemsOf({ loadConfig, env }),
    forceMs: (env) => loadConfig(env).shutdownForceMs,
    envFile: (path) => envOf(envEntries(path)),
    version: JSON.parse(text('package.json')).version,
  };
}

async function main() {
  if (root === here) await build();
  let failed = 0;
  for (const [name, check] of Object.entries({ ...checks(), ...(await moreChecks(contextOfMore())) })) {
    const problems = attempt(check);
    console.log(`${problems.length ? 'FAIL' : 'ok  '} ${name}`);
    for (const problem of problems) console.log(`       ${problem}`);
    if (problems.length) failed += 1;
  }
  return failed;
}

main().then(
  (failed) => {
    if (failed) console.error(`Error: ${failed} deployment checks failed`);
    process.exitCode = failed ? 1 : 0;
  },
  (error) => {
    console.error(`Error: ${error.message}`);
    process.exitCode = 1;
  },
);
