// Flags without "--" before them go to npm, which takes them for settings of its own and says nothing.

/** The flags of each command; those that npm has, too, and acts upon, are only noticed where it passes them on. */
export const FLAGS = {
  start: [
    ...[
      'api-port',
      'temporal-port',
      'ui-port',
      'postgres-port',
      'simulators-port',
      'metrics-port',
      'smtp-port',
    ],
    ...['speed', 'fresh', 'no-sample', 'print-keys', 'prod'],
  ],
  demo: [
    ...[
      'api-port',
      'temporal-port',
      'ui-port',
      'postgres-port',
      'simulators-port',
      'metrics-port',
      'smtp-port',
    ],
    ...['speed', 'all', 'prod'],
  ],
  'key:first': ['print'],
  'test:fuzz': ['max-examples', 'seed', 'role'],
  simulators: [
    'port',
    'smtp-port',
    'public-url',
    'speed',
    'seed',
    'state-file',
    'openai-rpm',
    'openai-tpm',
    'mark-posts',
    'fault',
  ],
};

/** A sentence that says how flags are given, if npm took some of a command's; undefined otherwise. */
export function flagsTakenByNpm(command, env) {
  // Settings in a file of npm's are not meant for us, but only npm's own names stand there.
  if (!env.npm_lifecycle_event) return undefined;
  const taken = (FLAGS[command] ?? []).flatMap((flag) => {
    // npm takes "--no-x" for "x", set to nothing.
    const [name, isOff] = flag.startsWith('no-') ? [flag.slice(3), true] : [flag, false];
    const value = env[`npm_config_${name.replaceAll('-', '_')}`];
    if (value === undefined || (isOff && value !== '' && value !== 'false')) return [];
    return [['', 'true'].includes(value) || isOff ? `--${flag}` : `--${flag} ${value}`];
  });
  if (taken.length === 0) return undefined;
  const run = command === 'start' ? 'npm start' : `npm run ${command}`;
  const [one, them] = taken.length === 1 ? ['', 'it'] : ['s', 'them'];
  return `npm took the flag${one} ${taken.join(' ')} for its own; to pass ${them} on, write: ${run} -- ${taken.join(' ')}`;
}
