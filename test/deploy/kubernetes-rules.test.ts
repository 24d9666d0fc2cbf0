type Rule = (objects: object[], context: object) => string[];

// eslint-disable-next-line @typescript-eslint/no-require-imports
const rules = require('../../scripts/deploy-kubernetes-rules.cjs') as Record<string, Rule>;

const closed = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const container = (more: object = {}) => ({
  name: 'galley',
  image: 'registry.example.com/galley:1.0.0',
  command: ['node', 'lane.js', 'mail'],
  envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'run' } }],
  ports: [{ name: 'metrics' }],
  startupProbe: { tcpSocket: { port: 'metrics' } },
  livenessProbe: { exec: { command: ['true'] } },
  readinessProbe: { tcpSocket: { port: 'metrics' } },
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
  securityContext: closed,
  volumeMounts: [{ mountPath: '/tmp' }],
  ...more,
});
const deployment = (own: object = {}, pod: object = {}, name = 'galley-worker-mail') => ({
  kind: 'Deployment',
  metadata: { name },
  spec: {
    selector: { matchLabels: { name } },
    template: {
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 45,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container(own)],
        ...pod,
      },
    },
  },
});
const settings = {
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { PORT: '3000', TEMPORAL_ADDRESS: 't:7233', TEMPORAL_NAMESPACE: 'default' },
};
const context = {
  lanes: ['mail'],
  unscaled: [],
  programs: { api: ['api.js'], worker: ['lane.js'], migrate: ['migrate.js'] },
  secrets: { run: { KEY: '' } },
  readNames: new Set(['PORT', 'KEY', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']),
  problemsOf: () => [],
  forceMs: () => 35_000,
};

test('a deployment that is closed, probed and given time is accepted', () => {
  const objects = [deployment(), settings];
  for (const name of ['openPods', 'missingProbes', 'wrongVariables', 'killedTooSoon'])
    expect([name, rules[name]!(objects, context)]).toEqual([name, []]);
});

test.each<[string, string, object, object, RegExp]>([
  ['openPods', 'as root', {}, { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }, /as root/],
  ['openPods', 'with a token', {}, { automountServiceAccountToken: undefined }, /a token for Kubernetes/],
  [
    'openPods',
    'writable',
    { securityContext: { ...closed, readOnlyRootFilesystem: false } },
    {},
    /its image/,
  ],
  ['openPods', 'with rights', { securityContext: { ...closed, capabilities: {} } }, {}, /capabilities/],
  ['openPods', 'without limits', { resources: {} }, {}, /no limit of memory/],
  ['missingProbes', 'without a probe', { livenessProbe: undefined }, {}, /no livenessProbe/],
  [
    'missingProbes',
    'probed elsewhere',
    { readinessProbe: { httpGet: { port: 'http' } } },
    {},
    /the port http/,
  ],
  ['wrongVariables', 'with a variable', { env: [{ name: 'PORTS', value: '1' }] }, {}, /nothing reads PORTS/],
  ['wrongVariables', 'with a lost map', { envFrom: [{ configMapRef: { name: 'x' } }] }, {}, /no ConfigMap x/],
  ['wrongVariables', 'with a lost secret', { envFrom: [{ secretRef: { name: 'x' } }] }, {}, /the secret x/],
  [
    'killedTooSoon',
    'killed by default',
    {},
    { terminationGracePeriodSeconds: undefined },
    /30 s are not above/,
  ],
])('%s refuses a pod %s', (name, _what, own, pod, problem) => {
  expect(rules[name]!([deployment(own, pod), settings], context).join('\n')).toMatch(problem);
});

test('each lane has one deployment, and nothing else has', () => {
  const objects = [deployment(), deployment({}, {}, 'galley-worker-post')];
  expect(rules.wrongDeployments!(objects, context)).toEqual([
    'there is not one deployment galley-api',
    'galley-worker-post is no lane',
    'nothing migrates',
  ]);
});

test('a scaler asks for the queue of its lane, on the server of the workers', () => {
  const scaler = (metadata: object, minReplicaCount = 1) => ({
    kind: 'ScaledObject',
    metadata: { name: 'mail' },
    spec: {
      minReplicaCount,
      scaleTargetRef: { name: 'galley-worker-mail' },
      triggers: [
        {
          metadata: {
            taskQueue: 'mail',
            queueTypes: 'activity',
            endpointFromEnv: 'TEMPORAL_ADDRESS',
            namespaceFromEnv: 'TEMPORAL_NAMESPACE',
            ...metadata,
          },
        },
      ],
    },
  });
  const found = (one: object): string[] => rules.wrongScalers!([deployment(), settings, one], context);
  expect(found(scaler({}))).toEqual([]);
  expect(found(scaler({ taskQueue: 'post' }))).toEqual(['the scaler of mail asks for the queue post']);
  expect(found(scaler({ queueTypes: 'workflow' }))).toEqual([
    'the scaler of mail asks for the type workflow',
  ]);
  expect(found(scaler({ endpointFromEnv: 'PUBLIC_URL' }))).toEqual([
    'the scaler of mail asks another server than the workers',
  ]);
  expect(found(scaler({}, 0))).toEqual(['mail may be left without a worker']);
  expect(rules.wrongScalers!([deployment(), settings], context)).toEqual(['mail has 0 scalers']);
});
