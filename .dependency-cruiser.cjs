/** The walls of the house: which room may import which. docs/architecture.md explains them. */
const only = (room, allowed, { typeOnly = [] } = {}) => {
  const rules = [
    {
      name: `${room}-imports-only-${allowed.join('-') || 'nothing'}`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: {
        path: '^src/',
        pathNot: [`^src/(${[room, ...allowed, ...typeOnly].join('|')})/`],
      },
    },
  ];
  if (typeOnly.length)
    rules.push({
      name: `${room}-imports-${typeOnly.join('-')}-by-type-only`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${typeOnly.join('|')})/`, dependencyTypesNot: ['type-only'] },
    });
  return rules;
};

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycles-of-types-between-clients',
      severity: 'error',
      from: { path: '^src/clients/' },
      to: { circular: true },
    },
    ...only('contract', []),
    ...only('domain', ['contract']),
    ...only('workflows', ['contract', 'domain'], { typeOnly: ['activities'] }),
    ...only('activities', ['contract', 'domain', 'telemetry'], { typeOnly: ['clients', 'db'] }),
    ...only('clients', ['contract', 'domain', 'telemetry']),
    ...only('db', ['contract', 'domain', 'telemetry', 'config']),
    ...only('config', ['contract', 'domain']),
    ...only('telemetry', ['contract', 'domain']),
    ...only('api', ['contract', 'domain', 'db', 'telemetry', 'config', 'clients']),
    ...only('simulators', []),
    ...only('panel', [], { typeOnly: ['contract'] }),
    {
      name: 'nobody-imports-the-panel',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/panel/' },
      to: { path: '^src/panel/' },
    },
    {
      name: 'nobody-imports-composition-roots',
      severity: 'error',
      from: { pathNot: '^src/(workers|local)/' },
      to: { path: '^src/(workers|local)/' },
    },
    {
      name: 'only-config-is-plain',
      severity: 'error',
      from: { path: '^src/(workflows|contract|domain)/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
