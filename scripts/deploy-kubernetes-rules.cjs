// What the objects of deploy/kubernetes must keep to; scripts/check-deploy.mjs applies it. `objects` is what kustomize builds.
const isDeepStrictEqual = require('node:util').isDeepStrictEqual;

const OURS = /(^|\/)galley:/;
const WORKFLOW_LANE = 'orders';

const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);
const podOf = (object) => object.spec.template.spec;
const nameOf = (object) => object.metadata.name;
const containersOf = (objects) =>
  [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'Job')].flatMap((object) => {
    const { containers = [], initContainers = [] } = podOf(object);
    return [...containers, ...initContainers].map((container) => ({ object, container }));
  });

/** Lanes without a deployment of their own, and deployments that are none of a lane or of the API. */
const wrongDeployments = (objects, { lanes, programs }) => {
  const wanted = new Map([
    ['galley-api', ['node', ...programs.api]],
    ...lanes.map((lane) => [`galley-worker-${lane}`, ['node', ...programs.worker, lane]]),
  ]);
  const deployments = ofKind(objects, 'Deployment');
  return [
    ...[...wanted.keys()]
      .filter((name) => deployments.filter((one) => nameOf(one) === name).length !== 1)
      .map((name) => `there is not one deployment ${name}`),
    ...deployments.filter((one) => !wanted.has(nameOf(one))).map((one) => `${nameOf(one)} is no lane`),
    ...deployments
      .filter((one) => wanted.has(nameOf(one)))
      .filter((one) => !isDeepStrictEqual(podOf(one).containers[0].command, wanted.get(nameOf(one))))
      .map((one) => `${nameOf(one)} does not run "${wanted.get(nameOf(one)).join(' ')}"`),
    ...ofKind(objects, 'Job')
      .filter((job) => nameOf(job) === 'galley-migrate')
      .filter((job) => !isDeepStrictEqual(podOf(job).containers[0].command, ['node', ...programs.migrate]))
      .map(() => 'the job galley-migrate does not migrate'),
    ...(ofKind(objects, 'Job').some((job) => nameOf(job) === 'galley-migrate') ? [] : ['nothing migrates']),
  ];
};

/** What a pod that has been taken over could still do, and what it could take from others on its node. */
const openPods = (objects) =>
  containersOf(objects).flatMap(({ object, container }) => {
    const { securityContext: pod = {}, automountServiceAccountToken: token } = podOf(object);
    const { securityContext: own = {}, resources = {}, volumeMounts = [] } = container;
    const faults = {
      'can run as root': pod.runAsNonRoot !== true,
      'has no seccomp profile': pod.seccompProfile?.type !== 'RuntimeDefault',
      'gets a token for Kubernetes': token !== false,
      'can write into its image': own.readOnlyRootFilesystem !== true,
      'can get new privileges': own.allowPrivilegeEscalation !== false || own.privileged === true,
      'keeps capabilities': !own.capabilities?.drop?.includes('ALL') || own.capabilities.add !== undefined,
      'has no /tmp': !volumeMounts.some(({ mountPath }) => mountPath === '/tmp'),
      'asks for no processor and memory': !resources.requests?.cpu || !resources.requests?.memory,
      'has no limit of memory': !resources.limits?.memory,
    };
    return Object.keys(faults)
      .filter((fault) => faults[fault])
      .map((fault) => `${nameOf(object)} ${fault}`);
  });

/** Deployments without one of the probes, or with one that asks a port that the container does not have. */
const missingProbes = (objects) =>
  ofKind(objects, 'Deployment').flatMap((deployment) =>
    podOf(deployment).containers.flatMap((container) => {
      const ports = (container.ports ?? []).map(({ name }) => name);
      return ['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap((name) => {
        const probe = container[name];
        if (!probe) return [`${nameOf(deployment)} has no ${name}`];
        const port = (probe.httpGet ?? probe.tcpSocket)?.port;
        return port === undefined || ports.includes(port)
          ? []
          : [`${nameOf(deployment)}: its ${name} asks the port ${port}, which it does not have`];
      });
    }),
  );

/** The environment of a container as the objects give it. `secrets` has the variables of each secret, from its example. */
const environmentOf = (container, objects, secrets) => {
  const problems = [];
  const values = {};
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const map = ofKind(objects, 'ConfigMap').find((one) => nameOf(one) === configMapRef?.name);
    if (configMapRef && !map) problems.push(`there is no ConfigMap ${configMapRef.name}`);
    if (secretRef && !secrets[secretRef.name])
      problems.push(`no example tells of the secret ${secretRef.name}`);
    Object.assign(values, map?.data, secrets[secretRef?.name]);
  }
  for (const { name, value } of container.env ?? []) values[name] = value ?? '';
  return { problems, values };
};

/** Variables of our containers that nothing reads, or that the configuration refuses. */
const wrongVariables = (objects, { secrets, readNames, problemsOf }) =>
  containersOf(objects)
    .filter(({ container }) => OURS.test(container.image))
    .flatMap(({ object, container }) => {
      const { problems, values } = environmentOf(container, objects, secrets);
      return [
        ...problems,
        ...Object.keys(values)
          .filter((name) => !readNames.has(name))
          .map((name) => `nothing reads ${name}`),
        ...problemsOf(values),
      ].map((problem) => `${nameOf(object)}: ${problem}`);
    });

/** Workers that Kubernetes would kill before they have saved what was paid for. */
const killedTooSoon = (objects, { secrets, forceMs }) =>
  ofKind(objects, 'Deployment')
    .filter((one) => nameOf(one) !== 'galley-api')
    .flatMap((one) => {
      const limit = forceMs(environmentOf(podOf(one).containers[0], objects, secrets).values);
      const grace = podOf(one).terminationGracePeriodSeconds ?? 30;
      return grace * 1_000 > limit ? [] : [`${nameOf(one)}: ${grace} s are not above ${limit} ms`];
    });

/** Scalers that ask for another queue than that of the lane they scale, lanes without one, and replicas that two decide on. */
const wrongScalers = (objects, { lanes, unscaled }) => {
  const scalers = ofKind(objects, 'ScaledObject');
  return [
    ...lanes.flatMap((lane) => {
      const name = `galley-worker-${lane}`;
      const found = scalers.filter(({ spec }) => spec.scaleTargetRef.name === name);
      if (unscaled.includes(lane)) return found.length === 0 ? [] : [`${lane} has a scaler`];
      if (found.length !== 1) return [`${lane} has ${found.length} scalers`];
      const [trigger, ...more] = found[0].spec.triggers;
      const { taskQueue, queueTypes, endpointFromEnv, namespaceFromEnv } = trigger.metadata;
      const deployment = ofKind(objects, 'Deployment').find((one) => nameOf(one) === name);
      return [
        ...(more.length ? [`${lane}: more than one trigger`] : []),
        ...(taskQueue === lane ? [] : [`the scaler of ${lane} asks for the queue ${taskQueue}`]),
        ...(queueTypes === (lane === WORKFLOW_LANE ? 'workflow' : 'activity')
          ? []
          : [`the scaler of ${lane} asks for the type ${queueTypes}`]),
        ...(endpointFromEnv === 'TEMPORAL_ADDRESS' && namespaceFromEnv === 'TEMPORAL_NAMESPACE'
          ? []
          : [`the scaler of ${lane} asks another server than the workers`]),
        ...((found[0].spec.minReplicaCount ?? 0) >= 1 ? [] : [`${lane} may be left without a worker`]),
        ...(deployment?.spec.replicas === undefined ? [] : [`${name} has replicas and a scaler`]),
      ];
    }),
    ...scalers
      .filter(({ spec }) => !lanes.some((lane) => spec.scaleTargetRef.name === `galley-worker-${lane}`))
      .map((one) => `${nameOf(one)} scales no lane`),
  ];
};

/** Deployments of which a drained node may take all pods, or of which a budget never lets one go. */
const wrongBudgets = (objects) =>
  ofKind(objects, 'Deployment').flatMap((deployment) => {
    const budgets = ofKind(objects, 'PodDisruptionBudget').filter(({ spec }) =>
      isDeepStrictEqual(spec.selector, deployment.spec.selector),
    );
    return budgets.length === 1 && budgets[0].spec.maxUnavailable === 1
      ? []
      : [`${nameOf(deployment)} has no PodDisruptionBudget of one pod at a time`];
  });

/** Those that write and read pictures without the shared volume. */
const withoutPictures = (objects, { secrets, names }) =>
  names.flatMap((name) => {
    const deployment = ofKind(objects, 'Deployment').find((one) => nameOf(one) === name);
    if (!deployment) return [`there is no ${name}`];
    const { containers, volumes = [] } = podOf(deployment);
    const folder = environmentOf(containers[0], objects, secrets).values.PICTURE_DIR;
    const mount = containers[0].volumeMounts?.find(({ mountPath }) => mountPath === folder);
    const claim = volumes.find((volume) => volume.name === mount?.name)?.persistentVolumeClaim?.claimName;
    return ofKind(objects, 'PersistentVolumeClaim').some((one) => nameOf(one) === claim)
      ? []
      : [`${name} has no volume at PICTURE_DIR`];
  });

const imagesOf = (objects) => containersOf(objects).map(({ container }) => container.image);

module.exports = {
  imagesOf,
  killedTooSoon,
  missingProbes,
  openPods,
  withoutPictures,
  wrongBudgets,
  wrongDeployments,
  wrongScalers,
  wrongVariables,
};
