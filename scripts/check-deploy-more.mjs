// The checks of `npm run check:deploy` beyond Compose: Kubernetes, servers without containers, alerts and the dashboard. Each runs
// the tool of its field. A tool that is missing is a failure that names it, because nothing would have been checked.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import kubernetes from './deploy-kubernetes-rules.cjs';
import metricsRules from './deploy-metrics-rules.cjs';
import rules from './deploy-rules.cjs';
import servers from './deploy-servers-rules.cjs';

const PICTURES = ['galley-api', 'galley-worker-images', 'galley-worker-publishing'];
/** One at a time, whatever its queue. */
const UNSCALED = ['rate-controller'];

/** Runs a tool; answers what it printed. Throws what it says if it fails, or how to get it if it is missing. */
function tool(command, args, { cwd, missing }) {
  const ran = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (ran.error?.code === 'ENOENT')
    throw new Error(`${command} is not on PATH, so nothing was checked: ${missing}`);
  if (ran.error) throw ran.error;
  if (ran.status !== 0) throw new Error(`${ran.stderr}${ran.stdout}`.trim());
  return ran.stdout;
}

const promtool = (args, cwd) =>
  tool('promtool', args, {
    cwd,
    missing: 'it comes with the Debian package prometheus, and with every release of Prometheus',
  });

/** Works in a temporary folder that is gone afterwards. */
function within(work) {
  const folder = mkdtempSync(join(tmpdir(), 'galley-deploy-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function kubernetesChecks({ root, here, lanes, programs, readNames, problemsOf, forceMs, envFile, version }) {
  const folder = join(root, 'deploy', 'kubernetes');
  const build = () =>
    JSON.parse(
      tool('go', ['run', '.', folder, join(here, 'deploy', 'check', 'kubernetes', 'schemas')], {
        cwd: join(here, 'deploy', 'check', 'kubernetes'),
        missing: 'kustomize and kubeconform are written in Go',
      }),
    );
  let built;
  const objects = () => {
    if (built === 'failed') throw new Error('not checked, because there are no objects to check');
    if (built) return built;
    built = 'failed';
    built = build();
    return built;
  };
  const secrets = () =>
    Object.fromEntries(
      readdirSync(folder)
        .map((file) => /^secrets\.(\w+)\.example\.env$/.exec(file))
        .filter(Boolean)
        .map(([file, name]) => [`galley-${name}`, envFile(['deploy', 'kubernetes', file])]),
    );
  return {
    'kustomize builds deploy/kubernetes, and kubeconform accepts every object': () => {
      const kinds = new Set(objects().map(({ kind }) => kind));
      return ['Deployment', 'Job', 'ConfigMap', 'ScaledObject', 'PodDisruptionBudget']
        .filter((kind) => !kinds.has(kind))
        .map((kind) => `there is no ${kind}`);
    },
    'Kubernetes has one deployment for the API and for each lane, and migrates': () =>
      kubernetes.wrongDeployments(objects(), { lanes, programs }),
    'pods run without root, rights and tokens, and within limits': () => kubernetes.openPods(objects()),
    'each deployment has its probes': () => kubernetes.missingProbes(objects()),
    'pods only get settings that the configuration reads and accepts': () =>
      kubernetes.wrongVariables(objects(), { secrets: secrets(), readNames, problemsOf }),
    'examples of secrets are empty': () =>
      Object.entries(secrets()).flatMap(([name, values]) =>
        Object.keys(values)
          .filter((variable) => values[variable] !== '')
          .map((variable) => `${name} sets ${variable}`),
      ),
    'pods of workers are only killed after their own shutdown limit': () =>
      kubernetes.killedTooSoon(objects(), { secrets: secrets(), forceMs }),
    'each lane is scaled by its own backlog': () =>
      kubernetes.wrongScalers(objects(), { lanes, unscaled: UNSCALED }),
    'drained nodes take one pod of a deployment at a time': () => kubernetes.wrongBudgets(objects()),
    'the pods that write and read pictures share a volume': () =>
      kubernetes.withoutPictures(objects(), { secrets: secrets(), names: PICTURES }),
    'images in Kubernetes are pinned, and ours is of this version': () => {
      const images = [...new Set(kubernetes.imagesOf(objects()))];
      const ours = images.filter((image) => /(^|\/)galley(:|$)/.test(image));
      return [
        ...rules.unpinnedImages(images),
        ...ours
          .filter((image) => !image.endsWith(`galley:${version}`))
          .map((image) => `${image} is not ${version}`),
      ];
    },
  };
}

function serverChecks({ root, flags, programs, ...context }) {
  const folder = join(root, 'deploy', 'systemd');
  const files = () => readdirSync(folder).filter((name) => /\.(service|target)$/.test(name));
  return {
    'the units of systemd run what npm runs, one worker per lane': () =>
      servers.wrongUnits(
        Object.fromEntries(files().map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
        { flags, programs, ...context },
      ),
    'systemd accepts the units': () =>
      within((copy) => {
        cpSync(folder, copy, { recursive: true });
        const [template] = files().filter((name) => name.includes('@'));
        for (const lane of context.lanes)
          cpSync(join(folder, template), join(copy, template.replace('@', `@${lane}`)));
        const names = readdirSync(copy).filter(
          (name) => !name.includes('@.') && /\.(service|target)$/.test(name),
        );
        tool('systemd-analyze', ['verify', '--man=no', ...names.map((name) => join(copy, name))], {
          missing: 'it comes with systemd',
        });
        return [];
      }),
    'PM2 runs the API and queue-worker': () =>
      servers.wrongApps(createRequire(join(root, 'package.json'))('./ecosystem.config.js').apps, {
        scripts: { api: programs.api[0], 'queue-worker': 'dist/workers/all-lanes.js' },
        flags,
        ...context,
      }),
  };
}

/** What the API exports, with one sample of each metric that has labels. */
async function metricsOfApi(createMetrics, phase) {
  const metrics = createMetrics({
    outbox: async () => ({ pending: 0, oldestSeconds: 0 }),
    ordersByPhase: async () => [{ kind: 'blog', phase, orders: 1 }],
    pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    watched: async () => ({
      lanes: [
        {
          lane: 'ideas',
          backlog: 0,
          oldestSeconds: 0,
          rate: 1,
          workers: 1,
          slots: 1,
          busy: 0,
          pausedAt: null,
        },
      ],
      accounts: [
        {
          provider: 'openai',
          state: 'open',
          factor: 1,
          requests: 0,
          tokens: 0,
          maxRequests: 1,
          maxTokens: 1,
        },
      ],
      openOrders: 0,
      unconfirmed: 0,
      storesToReconnect: 0,
      rateControllerSilentSeconds: 0,
    }),
  });
  metrics.requests.observe({ method: 'GET', route: 'none', status: '200' }, 1);
  metrics.paymentEvents.inc({ outcome: 'refused' });
  return metricsRules.exportedMetrics(await metrics.scrape());
}

/** Adds the SDK's metrics that are asked for and that its library has; it exports most of them only once there is something to count. */
function withMetricsOfSdk(metrics, expressions, here) {
  const folder = join(here, 'node_modules', '@temporalio', 'core-bridge', 'releases');
  const libraries = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.node'));
  if (libraries.length === 0) throw new Error('the library of the Temporal SDK is not installed');
  const library = readFileSync(join(folder, libraries[0]));
  for (const [name] of expressions.join(' ').matchAll(/\btemporal_\w+/g))
    if (library.includes(name.replace('temporal_', ''))) metrics.set(name, new Set());
  return metrics;
}

async function monitoringChecks({ root, here, lanes, accounts, phases, createMetrics }) {
  const folder = join(root, 'deploy', 'prometheus');
  const file = (name) => readFileSync(join(folder, name), 'utf8');
  const alerts = parse(file('alerts.yaml')).groups.flatMap((group) => group.rules);
  const { panels } = JSON.parse(readFileSync(join(root, 'deploy', 'grafana', 'galley.json'), 'utf8'));
  const queries = panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));
  const expressions = [...alerts, ...queries].map(({ expr }) => expr);
  const metrics = withMetricsOfSdk(await metricsOfApi(createMetrics, phases[0]), expressions, here);
  const values = { lane: lanes, provider: accounts, phase: phases };
  return {
    'alerts ask for metrics that are exported': () =>
      alerts.flatMap(({ alert, expr, annotations }) => {
        const legend = Object.values(annotations ?? {})
          .join(' ')
          .replace(/\$labels\./g, '');
        return metricsRules
          .wrongExpression(expr, { metrics, values, legend })
          .map((problem) => `${alert}: ${problem}`);
      }),
    'the dashboard asks for metrics that are exported': () =>
      queries.flatMap(({ title, expr, legendFormat }) =>
        metricsRules
          .wrongExpression(expr, { metrics, values, legend: legendFormat })
          .map((problem) => `${title}: ${problem}`),
      ),
    'promtool accepts the settings, the alerts and the queries of the dashboard': () =>
      within((copy) => {
        const record = queries.map(({ expr }, at) => ({ record: `query_${at}`, expr }));
        writeFileSync(
          join(copy, 'queries.yaml'),
          stringify({ groups: [{ name: 'queries', rules: record }] }),
        );
        promtool(['check', 'rules', join(folder, 'alerts.yaml'), join(copy, 'queries.yaml')]);
        promtool(['check', 'config', '--syntax-only', join(folder, 'prometheus.yml')]);
        return [];
      }),
    'each alert is raised, and not raised, as its unit tests say': () => {
      const tested = parse(file('alerts.test.yaml')).tests.flatMap((test) => test.alert_rule_test ?? []);
      promtool(['test', 'rules', 'alerts.test.yaml'], folder);
      return alerts.flatMap(({ alert }) => {
        const own = tested.filter(({ alertname }) => alertname === alert);
        return [
          ...(own.some(({ exp_alerts: raised }) => raised?.length) ? [] : [`no test raises ${alert}`]),
          ...(own.some(({ exp_alerts: raised }) => !raised?.length) ? [] : [`no test keeps ${alert} quiet`]),
        ];
      });
    },
    'Prometheus asks the API, the workers of each lane, and Temporal': () => {
      const jobs = parse(file('prometheus.yml')).scrape_configs;
      const named = jobs.flatMap(({ dns_sd_configs: found = [] }) => found.flatMap(({ names }) => names));
      const wanted = ['api', ...lanes.map((lane) => `worker-${lane}`)];
      return [
        ...wanted.filter((name) => !named.includes(name)).map((name) => `it does not ask ${name}`),
        ...named.filter((name) => !wanted.includes(name)).map((name) => `${name} does not exist`),
      ];
    },
  };
}

/** All checks of this file by their names. Each answers its problems, or throws one. */
export async function moreChecks(context) {
  return {
    ...kubernetesChecks(context),
    ...serverChecks(context),
    ...(await monitoringChecks(context)),
  };
}
