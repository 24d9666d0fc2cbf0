/** An answer of the API. */
export interface Answer {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

/** An order as the API shows it; tests read what they need. */
export interface OrderJson {
  id: string;
  status: string;
  phase: string;
  priority: number;
  error: string | null;
  errorType: string | null;
  waiting: { type: string; reason: string; message: string } | null;
  round: number;
  ideas: Array<{ id: string; title: string }>;
  selectedIdeaId: string | null;
  post: { versionId: string; title: string; markdown: string; attempts: number; slug: string } | null;
  picture: string;
  image: { url: string; width: number; height: number } | null;
  publication: {
    draftId: string | null;
    postId: string | null;
    url: string | null;
    lookups: unknown[];
  } | null;
  progress: { totalSteps: number; completedSteps: number; currentStep: string };
  cost: { amountMicros: number; calls: number };
}

export interface EventJson {
  id: string;
  type: string;
  stage: string | null;
  round: number | null;
  data: Record<string, unknown>;
  at: string;
}

const BASE = '/api/blog-generation';

const ENDED = ['FAILED', 'CANCELLED', 'DONE'];

/** Waits until `probe` answers something: asks often at first and less often later, as many may wait at once. */
export async function until<T>(
  what: string | (() => string),
  probe: () => Promise<T | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let tries = 1; ; tries += 1) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline)
      throw new Error(`Not within ${timeoutMs} ms: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(150, 15 + tries * 5)));
  }
}

/** Reads an order's status where it is saved, at a small part of what the whole order costs over HTTP. */
export type Glance = (id: string) => Promise<string | undefined>;

/** One tenant's way to the API, over real HTTP. With a glance, waiting for an order is cheap; what it waited for is read over HTTP. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly key: string,
    private readonly glance?: Glance,
  ) {}

  /** Whether an order has, as far as is known, none of these statuses. */
  async isStill(id: string, statuses: readonly string[]): Promise<string | false> {
    const status = await this.glance?.(id);
    return status !== undefined && !statuses.includes(status) && status;
  }

  async call(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    // A stream has no end; whoever wants what it says reads it by other means.
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (isStream) await response.body?.cancel();
    const text = isStream ? '' : await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  /** Places an order and answers its id. */
  async order(body: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.call('POST', BASE, {
      body: { sourceType: 'keyword', sourceId: 'hand coffee grinder', ...body },
    });
    if (answer.status !== 202) throw new Error(`Not accepted: ${JSON.stringify(answer)}`);
    return String(answer.json['id']);
  }

  async read(id: string): Promise<OrderJson> {
    const answer = await this.call('GET', `${BASE}/${id}`);
    if (answer.status !== 200) throw new Error(`Not readable: ${JSON.stringify(answer)}`);
    return answer.json as unknown as OrderJson;
  }

  async events(id: string): Promise<EventJson[]> {
    const answer = await this.call('GET', `${BASE}/${id}/events?limit=500`);
    return answer.json['items'] as EventJson[];
  }

  act(id: string, act: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.call('POST', `${BASE}/${id}/${act}`, {
      ...(body === undefined ? {} : { body }),
      ...(headers ? { headers } : {}),
    });
  }

  /** Waits for a status and answers the order. */
  async reaches(id: string, status: string | readonly string[], timeoutMs?: number): Promise<OrderJson> {
    const wanted = typeof status === 'string' ? [status] : status;
    let last = '';
    return until(
      () => `order in ${wanted.join(' or ')}, last ${last}`,
      async () => {
        const other = await this.isStill(id, [...wanted, ...ENDED]);
        if (other !== false) {
          last = other;
          return undefined;
        }
        const order = await this.read(id);
        last = order.status;
        if (!wanted.includes(order.status) && ENDED.includes(order.status))
          throw new Error(
            `Order ended as ${order.status} (${order.errorType}), wanted ${wanted.join(' or ')}`,
          );
        return wanted.includes(order.status) ? order : undefined;
      },
      timeoutMs,
    );
  }

  /** Picks the n-th idea (from 0) as soon as there are some. */
  async pick(id: string, n = 0): Promise<void> {
    const order = await this.reaches(id, 'AWAITING_SELECTION');
    const answer = await this.act(id, 'select', { ideaId: order.ideas[n]!.id });
    if (answer.status !== 200) throw new Error(`Not picked: ${JSON.stringify(answer)}`);
  }

  /** Takes an order from placing to the published post. */
  async publish(body?: Record<string, unknown>): Promise<OrderJson> {
    const id = await this.order(body);
    await this.pick(id);
    return this.reaches(id, 'DONE');
  }
}
