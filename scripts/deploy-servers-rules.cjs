// What the units of systemd and the apps of PM2 must keep to, on servers without containers.

/** The settings of a unit by section: each has a list, as most may appear more than once. */
const readUnit = (text) => {
  const unit = {};
  let section;
  for (const line of text.replace(/\\\n\s*/g, ' ').split('\n')) {
    const header = /^\[(\w+)\]$/.exec(line.trim())?.[1];
    if (header) section = unit[header] ??= {};
    const setting = /^(\w+)=(.*)$/.exec(line.trim());
    if (setting && section) (section[setting[1]] ??= []).push(setting[2]);
  }
  return unit;
};

const variablesOf = (unit) =>
  Object.fromEntries(
    (unit.Service?.Environment ?? []).flatMap((line) =>
      line.split(/\s+/).map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
    ),
  );

/** `units` has the text of each file by its name. */
const wrongUnits = (units, { lanes, programs, flags, readNames, problemsOf, forceMs }) => {
  const run = (program, more = '') => `/usr/bin/env node ${[...flags, ...program].join(' ')}${more}`;
  const wanted = {
    'galley-api.service': run(programs.api),
    'galley-migrate.service': run(programs.migrate),
    'galley-worker@.service': run(programs.worker, ' %i'),
  };
  const read = Object.fromEntries(Object.entries(units).map(([name, text]) => [name, readUnit(text)]));
  const wants = (read['galley.target']?.Unit?.Wants ?? []).flatMap((line) => line.split(/\s+/));
  const expected = ['galley-api.service', ...lanes.map((lane) => `galley-worker@${lane}.service`)];
  return [
    ...expected.filter((name) => !wants.includes(name)).map((name) => `galley.target does not start ${name}`),
    ...wants
      .filter((name) => !expected.includes(name))
      .map((name) => `galley.target starts ${name}, which is no lane`),
    ...Object.keys(units)
      .filter((name) => name.endsWith('.service') && !wanted[name])
      .map((name) => `${name} is none of ours`),
    ...Object.entries(wanted).flatMap(([name, command]) => {
      const unit = read[name];
      if (!unit) return [`${name} is missing`];
      const service = unit.Service ?? {};
      // NODE_ENV is for the packages we use.
      const { NODE_ENV: _, ...variables } = variablesOf(unit);
      const stop = Number(service.TimeoutStopSec?.[0] ?? 90) * 1_000;
      return [
        ...(service.ExecStart?.[0] === command ? [] : [`${name} does not run "${command}"`]),
        ...(service.User?.[0] === 'galley' ? [] : [`${name} does not run as galley`]),
        ...(service.NoNewPrivileges?.[0] === 'yes' && service.ProtectSystem?.[0] === 'strict'
          ? []
          : [`${name} can get privileges or write into the system`]),
        ...(service.EnvironmentFile?.includes('/etc/galley/galley.env') ? [] : [`${name} has no settings`]),
        ...Object.keys(variables)
          .filter((variable) => !readNames.has(variable))
          .map((variable) => `${name}: nothing reads ${variable}`),
        ...problemsOf(variables).map((problem) => `${name}: ${problem}`),
        ...(name.startsWith('galley-worker') && stop <= forceMs(variables)
          ? [`${name} is killed too soon`]
          : []),
      ];
    }),
  ];
};

/** `apps` are those of ecosystem.config.js. */
const wrongApps = (apps, { scripts, flags, readNames, problemsOf, forceMs }) => [
  ...Object.keys(scripts)
    .filter((name) => apps.filter((app) => app.name === name).length !== 1)
    .map((name) => `there is not one app ${name}`),
  ...apps.flatMap((app) => {
    const { NODE_ENV: _, ...variables } = app.env ?? {};
    return [
      ...(app.script === scripts[app.name] ? [] : [`${app.name} runs ${app.script}`]),
      ...flags
        .filter((flag) => !app.node_args?.split(' ').includes(flag))
        .map((flag) => `${app.name} lacks ${flag}`),
      ...(app.node_args?.includes('--env-file=') ? [] : [`${app.name} has no settings`]),
      ...Object.keys(variables)
        .filter((variable) => !readNames.has(variable))
        .map((variable) => `${app.name}: nothing reads ${variable}`),
      ...problemsOf(variables).map((problem) => `${app.name}: ${problem}`),
      ...(app.name === 'queue-worker' && (app.kill_timeout ?? 0) <= forceMs(variables)
        ? ['queue-worker is killed too soon']
        : []),
    ];
  }),
];

module.exports = { readUnit, wrongApps, wrongUnits };
