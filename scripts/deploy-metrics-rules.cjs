// What alert rules and dashboards may ask for: metrics that the processes export, with the labels they have.
const SELECTOR = /\b((?:galley|temporal)_\w+)(?:\{([^}]*)\})?/g;
const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const GROUPING = /\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g;

/** Metrics with their labels and values, from the text that a process answers a scrape with. */
const exportedMetrics = (text) => {
  const metrics = new Map([...text.matchAll(/^# TYPE (\w+) \w+$/gm)].map(([, name]) => [name, new Set()]));
  for (const [, sample, labels = ''] of text.matchAll(/^(\w+)(?:\{([^}]*)\})? /gm)) {
    const name = metrics.has(sample) ? sample : sample.replace(/_(bucket|sum|count)$/, '');
    if (!metrics.has(sample)) metrics.set(sample, new Set());
    for (const [, label] of labels.matchAll(/(\w+)="/g))
      for (const one of new Set([name, sample])) metrics.get(one)?.add(label);
  }
  return metrics;
};

/**
 * What is wrong with an expression. `metrics` is what is exported; `values` has the values that a label can have; `legend` is a
 * text with labels in double braces.
 */
const wrongExpression = (expression, { metrics, values = {}, legend = '' }) => {
  const asked = [...expression.matchAll(SELECTOR)];
  const known = asked.filter(([, name]) => metrics.has(name));
  const labels = new Set(known.flatMap(([, name]) => [...metrics.get(name)]));
  const grouped = [...expression.matchAll(GROUPING)].flatMap(([, list]) =>
    list.split(',').map((one) => one.trim()),
  );
  const shown = [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label]) => label);
  return [
    ...(asked.length ? [] : ['asks for no metric of ours']),
    ...asked.filter(([, name]) => !metrics.has(name)).map(([, name]) => `nothing exports ${name}`),
    ...known.flatMap(([, name, matchers = '']) =>
      [...matchers.matchAll(MATCHER)].flatMap(([, label, operator, value]) => {
        if (!metrics.get(name).has(label)) return [`${name} has no label ${label}`];
        const wanted = operator.endsWith('~') ? value.split('|') : [value];
        return wanted
          .filter((one) => values[label] && !values[label].includes(one))
          .map((one) => `${label} is never ${one}`);
      }),
    ),
    ...[...grouped, ...shown]
      .filter((label) => label && !labels.has(label))
      .map((label) => `there is no label ${label}`),
    ...shown
      .filter((label) => labels.has(label) && !grouped.includes(label))
      .map((label) => `${label} is not kept`),
  ];
};

module.exports = { exportedMetrics, wrongExpression };
