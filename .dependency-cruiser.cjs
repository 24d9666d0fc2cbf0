/** The module boundaries: which folder of src may import which. docs/architecture.md explains them. */
const only = (name, allowed, { typeOnly = [] } = {}) => {
  const rules = [
    {
      name: `${name}-imports-only-${allowed.join('-') || 'nothing'}`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: {
        path: '^src/',
        pathNot: [`^src/(${[name, ...allowed, ...typeOnly].join('|')})/`],
      },
    },
  ];
  if (typeOnly.length)
    rules.push({
      name: `${name}-imports-${typeOnly.join('-')}-by-type-only`,
      severity: 'error',
      from: { path: `^src/${name}/` },
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
    ...only('dispatch', ['contract', 'domain', 'db', 'telemetry']),
    ...only('api', ['contract', 'domain', 'db', 'telemetry', 'config', 'clients', 'dispatch']),
    ...only('workers', [
      'contract',
      'domain',
      'workflows',
      'activities',
      'clients',
      'db',
      'dispatch',
      'config',
      'telemetry',
    ]),
    ...only('simulators', []),
    ...only('openapi', []),
    ...only('panel', ['domain'], { typeOnly: ['contract', 'openapi'] }),
    ...only('cli', ['contract', 'domain'], { typeOnly: ['openapi'] }),
    {
      name: 'the-command-starts-fast',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: 'node_modules/(@temporalio|pg|express|zod|pino|undici)/' },
    },
    {
      name: 'nobody-imports-the-command',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
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
      name: 'pure-modules-use-nothing-of-node',
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
