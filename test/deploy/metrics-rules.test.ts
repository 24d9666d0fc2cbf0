interface Rules {
  exportedMetrics(text: string): Map<string, Set<string>>;
  wrongExpression(expression: string, context: object): string[];
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const rules = require('../../scripts/deploy-metrics-rules.cjs') as Rules;

const metrics = rules.exportedMetrics(`# HELP galley_orders Orders.
# TYPE galley_orders gauge
galley_orders{kind="blog",phase="done"} 3
# TYPE galley_seconds histogram
galley_seconds_bucket{le="1",route="none"} 1
galley_seconds_sum{route="none"} 1
`);
const wrong = (expression: string, legend?: string): string[] =>
  rules.wrongExpression(expression, { metrics, values: { phase: ['done', 'failed'] }, legend });

test.each([
  ['sum by (phase) (galley_orders{kind="blog"})', '{{phase}}'],
  ['histogram_quantile(0.99, sum by (le) (rate(galley_seconds_bucket[5m])))', 'p99'],
  ['galley_orders{phase=~"done|failed"} > 1', undefined],
])('%s is right', (expression, legend) => {
  expect(wrong(expression, legend)).toEqual([]);
});

test.each([
  ['galley_order', undefined, 'nothing exports galley_order'],
  ['up == 0', undefined, 'asks for no metric of ours'],
  ['galley_orders{status="done"}', undefined, 'galley_orders has no label status'],
  ['galley_orders{phase=~"done|lost"}', undefined, 'phase is never lost'],
  ['sum by (lane) (galley_orders)', undefined, 'there is no label lane'],
  ['max(galley_orders)', '{{phase}}', 'phase is not kept'],
])('%s is wrong', (expression, legend, problem) => {
  expect(wrong(expression, legend)).toEqual([problem]);
});
