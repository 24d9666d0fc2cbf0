import type { OrderKind, Phase } from '../contract/orders';
import type { Answer } from '../openapi/answer';
import type { paths } from '../openapi/api-types';

/** One order of any kind, as the command shows it. Percent and time left are null where nothing is known of them. */
export interface Row {
  id: string;
  kind: OrderKind;
  title: string;
  status: string;
  phase: Phase;
  percent: number | null;
  etaMs: number | null;
  error: string | null;
  /** What holds it up. */
  waiting: string | null;
}

/** What a person can do with orders, by the last word of the route. */
export const ACTIONS = [
  'select',
  'new-ideas',
  'approve',
  'regenerate',
  'schedule',
  'resolve',
  'priority',
  'pause',
  'resume',
  'cancel',
  'retry',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The actions that the API has for orders at an address. */
type ActionsAt<B extends string> = {
  [A in Action]: `${B}/{id}/${A}` extends keyof paths ? A : never;
}[Action];

interface Kind<B extends string> {
  /** What one is called. */
  word: string;
  base: B & (`${B}/{id}` extends keyof paths ? B : never);
  actions: ReadonlyArray<ActionsAt<B>>;
  row: (order: Answer<`${B}/{id}` & keyof paths>, nowMs: number) => Omit<Row, 'kind'>;
}

const kind = <B extends string>(of: Kind<B>): Kind<B> => of;

/** The longest way to one hundred that is not there yet. */
const NEARLY = 99;

const share = (done: number, total: number): number => (total > 0 ? Math.floor((done / total) * 100) : 0);

/** Percent of an order of which only the time is known. */
function byTime(
  { phase, startedAt, leftMs }: { phase: Phase; startedAt: string | null; leftMs: number | null },
  nowMs: number,
): number | null {
  if (phase === 'done') return 100;
  if (!startedAt || leftMs === null) return phase === 'accepted' || phase === 'queued' ? 0 : null;
  const gone = Math.max(0, nowMs - Date.parse(startedAt));
  return Math.min(NEARLY, share(gone, gone + leftMs));
}

interface Enveloped {
  id: string;
  status: string;
  phase: Phase;
  error: string | null;
  waiting: { message: string } | null;
}

const common = ({ id, status, phase, error, waiting }: Enveloped) => ({
  ...{ id, status, phase, error },
  waiting: waiting?.message ?? null,
});

/** A purchase, of which the list and the detail have the same envelope. */
const purchase = (order: Enveloped & { startedAt: string | null }, word: string, nowMs: number) => ({
  ...common(order),
  title: word,
  percent: byTime({ ...order, leftMs: null }, nowMs),
  etaMs: null,
});

/** Every kind of order: where the API has it, what can be done with it, and how it is shown. */
export const KINDS = {
  blog: kind({
    word: 'post',
    base: '/api/blog-generation',
    actions: [
      ...(['select', 'new-ideas', 'approve', 'regenerate', 'schedule', 'resolve'] as const),
      ...(['priority', 'cancel', 'retry'] as const),
    ],
    row: (order) => ({
      ...common(order),
      title: order.title ?? order.subject ?? order.sourceId,
      percent: share(order.progress.completedSteps, order.progress.totalSteps),
      etaMs: order.progress.estimatedTimeRemaining,
    }),
  }),
  item: kind({
    word: 'page',
    base: '/api/generation',
    actions: ['priority', 'cancel', 'retry'],
    row: (item) => ({
      ...common(item),
      title: item.title ?? `${item.type}: ${item.targetKeywords.join(', ')}`,
      percent: share(item.progress.completedSteps, item.progress.totalSteps),
      etaMs: item.progress.estimatedTimeRemaining,
    }),
  }),
  content: kind({
    word: 'text',
    base: '/api/content',
    actions: ['priority', 'cancel', 'retry'],
    row: (text, nowMs) => ({
      ...common(text),
      title: text.title ?? text.topic,
      percent: byTime(
        { phase: text.phase, startedAt: text.started_at, leftMs: text.estimatedTimeRemaining },
        nowMs,
      ),
      etaMs: text.estimatedTimeRemaining,
    }),
  }),
  bulk: kind({
    word: 'bulk job',
    base: '/api/bulk-generate',
    actions: ['priority', 'pause', 'resume', 'cancel', 'retry'],
    row: ({ bulk_job: job, progress }) => ({
      ...common({ ...job, error: job.error_summary[0] ?? null }),
      title: job.template_name ?? `${progress.total} texts (${job.mode})`,
      percent: progress.percentage,
      etaMs: job.etaP50Ms,
    }),
  }),
  article: kind({
    word: 'ordered article',
    base: '/api/article-orders',
    actions: ['priority', 'retry'],
    row: (order, nowMs) => purchase(order, 'Ordered article', nowMs),
  }),
  backlink: kind({
    word: 'ordered link',
    base: '/api/backlink-orders',
    actions: ['priority', 'retry'],
    row: (order, nowMs) => purchase(order, 'Ordered link', nowMs),
  }),
} as const satisfies Record<OrderKind, unknown>;

/** Reads the API's answer about one order as a row. */
export function rowOf(kindName: OrderKind, answer: unknown, nowMs: number): Row {
  const row = KINDS[kindName].row as (order: unknown, nowMs: number) => Omit<Row, 'kind'>;
  return { kind: kindName, ...row(answer, nowMs) };
}

/** Whether nothing more happens to an order unless somebody asks for it. */
export const hasEnded = ({ phase }: Pick<Row, 'phase'>): boolean =>
  phase === 'done' || phase === 'failed' || phase === 'cancelled';
