// Makes the schemas in the folder `schemas` from what Kubernetes and KEDA publish, for the kinds that our manifests have:
//   go mod download -json k8s.io/kubernetes@v1.34.2 github.com/kedacore/keda/v2@v2.21.0
//   node make-schemas.mjs <Dir of kubernetes> <Dir of keda>
// Both are under the Apache License 2.0. Fields that a schema does not name are refused.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [kubernetes, keda] = process.argv.slice(2);
if (!kubernetes || !keda) throw new Error('name the folders of the modules kubernetes and keda');
const out = (name, schema) =>
  writeFileSync(
    new URL(`schemas/${name}.json`, import.meta.url),
    `${JSON.stringify({ $comment: 'From Kubernetes 1.34 or KEDA 2.21 (Apache License 2.0), by make-schemas.mjs.', ...schema })}\n`,
  );

const { definitions } = JSON.parse(
  readFileSync(join(kubernetes, 'api', 'openapi-spec', 'swagger.json'), 'utf8'),
);
const KINDS = {
  'deployment-apps-v1': 'io.k8s.api.apps.v1.Deployment',
  'job-batch-v1': 'io.k8s.api.batch.v1.Job',
  'configmap-v1': 'io.k8s.api.core.v1.ConfigMap',
  'service-v1': 'io.k8s.api.core.v1.Service',
  'serviceaccount-v1': 'io.k8s.api.core.v1.ServiceAccount',
  'persistentvolumeclaim-v1': 'io.k8s.api.core.v1.PersistentVolumeClaim',
  'poddisruptionbudget-policy-v1': 'io.k8s.api.policy.v1.PodDisruptionBudget',
};

/** Descriptions are most of a schema, and only people read them. */
function strict(node, names) {
  if (Array.isArray(node)) return node.map((one) => strict(one, names));
  if (node === null || typeof node !== 'object') return node;
  if (node.$ref) {
    const name = node.$ref.replace('#/definitions/', '');
    names.add(name);
    return { $ref: `#/definitions/${name}` };
  }
  if (node['x-kubernetes-int-or-string']) return { type: ['integer', 'string'] };
  const kept = Object.entries(node).filter(
    ([key, value]) => !key.startsWith('x-') && !(key === 'description' && typeof value === 'string'),
  );
  const result = {};
  for (const [key, value] of kept)
    result[key] =
      key === 'properties'
        ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, strict(one, names)]))
        : strict(value, names);
  if (
    result.properties &&
    !('additionalProperties' in result) &&
    !node['x-kubernetes-preserve-unknown-fields']
  )
    result.additionalProperties = false;
  return result;
}

const LOOSE = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['integer', 'number', 'string'] },
};

for (const [file, root] of Object.entries(KINDS)) {
  if (!definitions[root]) throw new Error(`Kubernetes has no ${root}`);
  const used = {};
  const names = new Set();
  const schema = strict(definitions[root], names);
  for (const name of names) used[name] = LOOSE[name] ?? strict(definitions[name], names);
  out(file, {
    ...schema,
    required: ['apiVersion', 'kind', 'metadata', ...(definitions[root].properties.spec ? ['spec'] : [])],
    definitions: used,
  });
}

const crd = parse(readFileSync(join(keda, 'config', 'crd', 'bases', 'keda.sh_scaledobjects.yaml'), 'utf8'));
const { schema } = crd.spec.versions.find(({ name }) => name === 'v1alpha1');
const scaled = strict(schema.openAPIV3Schema, new Set());
// The API server checks the metadata of objects of every kind by its own schema.
scaled.properties.metadata = { type: 'object' };
// What the triggers of a scaler may name is in no resource definition.
const { scalers } = JSON.parse(
  readFileSync(join(keda, 'schema', 'generated', 'scalers-schema.json'), 'utf8'),
);
const { parameters } = scalers.find(({ type }) => type === 'temporal');
const known = parameters.filter(({ deprecated }) => !deprecated);
const trigger = scaled.properties.spec.properties.triggers.items;
trigger.properties.type = { enum: ['temporal'] };
trigger.properties.metadata = {
  type: 'object',
  properties: Object.fromEntries(
    known.flatMap(({ name, envVariableReadable }) =>
      [name, ...(envVariableReadable ? [`${name}FromEnv`] : [])].map((one) => [one, { type: 'string' }]),
    ),
  ),
  required: ['taskQueue', 'queueTypes', 'targetQueueSize'],
  additionalProperties: false,
};
out('scaledobject-keda-v1alpha1', scaled);
