/** What operators read of a run in Temporal: identifiers, numbers and words of ours, never a text of a person or a provider. */
export interface RunNotes {
  /** One line. */
  summary: string;
  /** Several lines of Markdown. */
  details: string;
}

/** What the runs do that are no order's, by workflow type. */
export const RUN_WORK = {
  afterPost: 'Looks at the store after a post is done',
  checkPayment: 'Looks at one checkout at Stripe',
  deliverAlert: "Delivers one alert to the operators' webhook",
  deliverMail: 'Delivers one mail',
  deliverWebhooks: 'Tells one webhook about one order',
  publishArticle: 'Takes one article to its outlet',
  rateController: "Shares the providers' limits among the lanes",
  refundPayment: 'Has one refund made at Stripe',
  scheduledBulkJob: 'Places the bulk job of a schedule that is due',
} as const;

/** The types of workflows that are no order's. */
export type WorkType = keyof typeof RUN_WORK;

/** A summary with the identifiers and numbers behind it, of which those that are absent are left out. */
function notesOf(summary: string, facts: Record<string, string | number | null | undefined>): RunNotes {
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`- ${name}: \`${value}\``],
  );
  return { summary, details: lines.join('\n') };
}

/** What a run says from its start that is no order's. `facts`: what it is about, by name. */
export function workNotes(type: WorkType, facts: Record<string, string | null | undefined> = {}): RunNotes {
  return notesOf(RUN_WORK[type], facts);
}

/** An order as its runs are described. */
export interface NotedOrder {
  orderId: string;
  tenantId: string;
  /** 1–10, larger is sooner. */
  priority: number;
  startNo: number;
  storeId?: string | null;
  batchId?: string | null;
}

/** What an order's run says from its start. `name`: what an order of its kind is called. */
export function orderNotes(name: string, order: NotedOrder): RunNotes {
  const { orderId: id, tenantId: tenant, storeId: store, batchId: batch, startNo, priority } = order;
  const summary = `${name.charAt(0).toUpperCase()}${name.slice(1)}, start ${startNo}, priority ${priority}`;
  return notesOf(summary, { order: id, tenant, store, batch });
}

/** What lists of runs show of an order's run besides its search attributes. */
export function orderMemo({ startNo, priority }: Pick<NotedOrder, 'startNo' | 'priority'>) {
  return { startNo, priority };
}
