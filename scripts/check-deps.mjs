// Checks every package of the lockfile: it has a checksum, and a licence that we accept. Then asks the registry for known
// vulnerabilities, where it answers; `--offline` leaves that out. docs/decisions/0063-licences-of-dependencies.md has the reasons.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import satisfies from 'spdx-satisfies';

const ACCEPTED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
];

/** Packages accepted by name with another licence, or none: each only with exactly this one, and for development only if it says so. */
const DECIDED = {
  'axe-core': { licence: 'MPL-2.0', dev: true },
  'caniuse-lite': { licence: 'CC-BY-4.0' },
  'commonmark-spec': { licence: 'CC-BY-SA-4.0', dev: true },
  // MIT without its one condition; docs/decisions/0073-mail-by-the-same-machine.md.
  nodemailer: { licence: 'MIT-0' },
  'smtp-server': { licence: 'MIT-0' },
  'spdx-exceptions': { licence: 'CC-BY-3.0', dev: true },
  'spdx-ranges': { licence: '(MIT AND CC-BY-3.0)', dev: true },
  // Its LICENSE file is the Unlicense; its package.json does not say so.
  unionfs: { licence: undefined, version: '4.6.0' },
};

/** Folders with a lockfile: the project, and the second Node that tests run on. */
const FOLDERS = ['.', 'test/node24'];
const AUDIT_TIMEOUT_MS = 120_000;

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Every package of the lockfile, with the licence of its installed package.json, or of the lockfile if it is for another platform. */
function packagesOf(folder) {
  const lockfile = join(folder, 'package-lock.json');
  const { packages } = existsSync(lockfile) ? json(lockfile) : { packages: {} };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => {
      const manifest = join(folder, path, 'package.json');
      const { license: licence } = existsSync(manifest) ? json(manifest) : entry;
      return { ...entry, name: path.split('node_modules/').at(-1), licence };
    });
}

function isAccepted(licence) {
  try {
    return satisfies(licence, ACCEPTED);
  } catch {
    // No SPDX expression, such as "SEE LICENSE IN …", or none at all.
    return false;
  }
}

function isDecided({ name, version, licence, dev }) {
  const decision = Object.hasOwn(DECIDED, name) ? DECIDED[name] : undefined;
  return (
    decision !== undefined &&
    decision.licence === licence &&
    (decision.version === undefined || decision.version === version) &&
    (!decision.dev || dev === true)
  );
}

function problemsOf(dependency) {
  const { name, version, integrity, licence } = dependency;
  const at = `${name}@${version}`;
  return [
    ...(integrity ? [] : [`${at} has no checksum in package-lock.json`]),
    ...(isAccepted(licence) || isDecided(dependency)
      ? []
      : [`${at} has the licence ${JSON.stringify(licence) ?? 'unknown'}, on which nobody has decided`]),
  ];
}

/** The packages that run in production and have known vulnerabilities; throws if the registry does not tell. */
function vulnerablePackages(root) {
  const { stdout, stderr, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: AUDIT_TIMEOUT_MS,
  });
  if (error) throw error;
  if (!stdout.trim()) throw new Error(stderr.trim().split('\n').at(-1));
  const report = JSON.parse(stdout);
  if (report.auditReportVersion === undefined) throw new Error(report.message ?? 'npm printed no report');
  return Object.values(report.vulnerabilities);
}

/** How many packages have known vulnerabilities; where that cannot be had, this is said, and counts as none. */
function audit(root) {
  try {
    const vulnerable = vulnerablePackages(root);
    for (const { name, range, severity } of vulnerable)
      console.error(`Error: ${name} ${range} has a known vulnerability (${severity}); see npm audit`);
    if (vulnerable.length === 0) console.log('dependencies: no known vulnerabilities');
    return vulnerable.length;
  } catch (error) {
    console.error(`WARNING: KNOWN VULNERABILITIES WERE NOT LOOKED UP: ${error.message}`);
    return 0;
  }
}

function main() {
  const { values } = parseArgs({
    options: { offline: { type: 'boolean', default: false }, root: { type: 'string' } },
  });
  const root = resolve(values.root ?? dirname(dirname(fileURLToPath(import.meta.url))));
  const packages = FOLDERS.map((folder) => join(root, folder)).flatMap(packagesOf);
  const problems = packages.flatMap(problemsOf);
  for (const problem of problems) console.error(`Error: ${problem}`);
  if (problems.length === 0)
    console.log(`dependencies: ${packages.length}, all with a checksum and an accepted licence`);
  return problems.length + (values.offline ? 0 : audit(root));
}

process.exitCode = main() > 0 ? 1 : 0;
