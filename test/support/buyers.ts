import { randomUUID } from 'node:crypto';
import type { SimulatedMail } from '../../src/simulators/smtp/mailbox';
import { until } from './api-client';
import type { Cluster } from './cluster';
import { newAddress, tokenIn } from './mail';
import { Fault, patiently } from './patience';
import { sessionIn } from './payments';

/** How a buyer pays, or does not. */
export const WAYS_TO_PAY = ['at_once', 'later', 'after_declined', 'after_failed', 'never'] as const;
export type WayToPay = (typeof WAYS_TO_PAY)[number];

/** Statuses in which it is not the buyer's turn any more. */
const LEFT = ['ADMIN_REVIEW', 'COMPLETED', 'FAILED'];

/** What a buyer sees of an order. */
interface Looked {
  status?: string;
  version?: { versionId: string } | null;
}

/** What a buyer's browser got. */
interface Got {
  status: number;
  error: unknown;
  data: Record<string, unknown>;
}

/** What buyers of one run work with. */
export interface BuyerDeps {
  cluster: Cluster;
  apiUrl: string;
  articleId: string;
  /** For how long a buyer tries again what is answered by nothing, or by "not now". */
  patienceMs: number;
}

/** A buyer in a browser of their own, who does again whatever got no answer. */
export class Buyer {
  readonly address = newAddress('buyer');
  /** How often a request had to be made again. */
  repeats = 0;
  orderId = '';
  private cookie = '';

  constructor(
    private readonly deps: BuyerDeps,
    readonly way: WayToPay,
    /** Whether the buyer comes back to the order's page from paying, and stays until the payment is known. */
    private readonly comesBack: boolean,
  ) {}

  private async request(path: string, body: unknown): Promise<Got> {
    const response = await fetch(`${this.deps.apiUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-galley-panel': '1',
        ...(this.cookie ? { cookie: this.cookie } : {}),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) this.cookie = set.split(';')[0]!;
    const json =
      response.status === 204 ? {} : ((await response.json()) as { error?: unknown; data?: unknown });
    return {
      status: response.status,
      error: json.error,
      data: (json.data ?? {}) as Record<string, unknown>,
    };
  }

  private post(path: string, body: unknown): Promise<Got> {
    return patiently(path, () => this.request(path, body), {
      patienceMs: this.deps.patienceMs,
      later: ({ status, error }) => {
        if (status === 503 || status === 429) return `status ${status}`;
        if (status >= 500) throw new Fault(`${path}: ${status} ${String(error)}`);
        return undefined;
      },
      onRepeat: () => (this.repeats += 1),
    });
  }

  /** Waits for a mail with this link, other than those that were there before. */
  private async mailed(path: string, known: ReadonlySet<string>): Promise<string> {
    return until(
      `a mail with ${path} to a buyer`,
      async () => {
        const fresh = this.mails().filter((mail) => (mail.text ?? '').includes(path));
        return fresh.map((mail) => tokenIn(mail, path)).find((one) => !known.has(one)) ?? false;
      },
      this.deps.patienceMs,
    );
  }

  /** All mails to this buyer. */
  mails(): SimulatedMail[] {
    return this.deps.cluster.simulators.control.mails(this.address);
  }

  /** Orders, confirms by the mailed link, and comes to a page where the order can be paid. */
  private async order(): Promise<string> {
    const { articleId } = this.deps;
    const started = await this.post('/api/v1/purchase/start', {
      ...{ articleId, targetUrl: `https://shop-${randomUUID()}.example/`, anchorText: 'coffee grinder' },
      email: this.address,
    });
    if (started.status !== 202) throw new Error(`not started: ${started.status} ${String(started.error)}`);
    this.orderId = String(started.data['purchaseId']);
    const token = await this.mailed('/purchase#', new Set());
    const confirmed = await this.post('/api/v1/purchase/confirm', { token });
    if (typeof confirmed.data['checkoutUrl'] === 'string') return confirmed.data['checkoutUrl'];
    // The answer was lost, and with it the cookie: a fresh link leads back to the order.
    if (confirmed.error === 'link_used') await this.signIn();
    else if (confirmed.status !== 200)
      throw new Error(`not confirmed: ${confirmed.status} ${String(confirmed.error)}`);
    return this.checkout();
  }

  private async signIn(): Promise<void> {
    const known = new Set<string>();
    const path = `/sign-in/mail?order=${this.orderId}#`;
    for (let tries = 0; tries < 3; tries += 1) {
      await this.post(`/api/v1/purchase/status/${this.orderId}/link`, {});
      const mailLink = await this.mailed(path, known);
      known.add(mailLink);
      // A sign-in whose answer was lost has used its link up.
      if ((await this.post('/api/session', { mailLink })).status === 204) return;
    }
    throw new Error('a buyer could not sign in');
  }

  private async checkout(): Promise<string> {
    const got = await this.post(`/api/v1/purchase/${this.orderId}/checkout`, {});
    if (got.status !== 200) throw new Error(`no checkout: ${got.status} ${String(got.error)}`);
    return String(got.data['checkoutUrl']);
  }

  /** Orders and pays in this buyer's way; resolves when the buyer has done all that they do. */
  async buy(): Promise<void> {
    await this.pay();
    if (this.comesBack && this.way !== 'never') await this.watch();
  }

  /** Has the payment looked at, as the order's page does, until it is known. */
  private async watch(): Promise<void> {
    await until(
      'a payment to be known',
      async () => {
        const got = await this.post(`/api/v1/purchase/${this.orderId}/check-payment`, {});
        if (got.status !== 202) throw new Error(`not looked at: ${got.status} ${String(got.error)}`);
        const { status } = await this.look();
        return status !== undefined && status !== 'AWAITING_PAYMENT';
      },
      this.deps.patienceMs,
    );
  }

  /** The order as its page has it; nothing while there is no answer. */
  private async look(): Promise<Looked> {
    try {
      const response = await fetch(`${this.deps.apiUrl}/api/v1/purchase/status/${this.orderId}`, {
        headers: { cookie: this.cookie },
        signal: AbortSignal.timeout(20_000),
      });
      return ((await response.json()) as { data?: Looked }).data ?? {};
    } catch {
      return {};
    }
  }

  /** Waits for a text to look at, other than the last one; undefined where the order has gone on without this buyer. */
  private async text(last?: string): Promise<string | undefined> {
    let seen: Looked = {};
    const looked = await until(
      () =>
        `a text of ${this.orderId} to look at, other than ${last ?? 'none'}: ${seen.status}, ${seen.version?.versionId}`,
      async () => {
        seen = await this.look();
        const { status, version } = seen;
        if (status === 'QUALITY_CHECK') return version?.versionId !== last && { id: version?.versionId };
        return LEFT.includes(status ?? '') && { id: undefined };
      },
      this.deps.patienceMs,
    );
    return looked.id;
  }

  /** Looks at the text, has it written again so many times by a double click each, and submits it unless that is left to the deadline. */
  async review(plan: { regenerations: number; submits: boolean }): Promise<void> {
    let text = await this.text();
    for (let n = 0; n < plan.regenerations && text !== undefined; n += 1) {
      const clicks = await Promise.all(
        [1, 2].map(() => this.post('/api/v1/purchase/regenerate-backlink', { orderId: this.orderId })),
      );
      for (const { status, error } of clicks)
        if (status !== 202 && status !== 409) throw new Error(`not made again: ${status} ${String(error)}`);
      text = await this.text(text);
    }
    while (plan.submits && text !== undefined) {
      const { orderId } = this;
      const got = await this.post('/api/v1/purchase/submit-for-review', { orderId, versionId: text });
      if (got.status === 200) return;
      // A click that got no answer was made again after its text was there, so there is another text by now.
      if (got.status !== 409) throw new Error(`not submitted: ${got.status} ${String(got.error)}`);
      text = await this.text(text);
    }
  }

  private async pay(): Promise<void> {
    const { act } = this.deps.cluster.simulators.control.stripe;
    const session = sessionIn(await this.order());
    switch (this.way) {
      case 'never':
        return;
      case 'at_once':
        return act(session, 'pay');
      case 'after_declined':
        await act(session, 'decline');
        return act(session, 'pay');
      case 'later':
        await act(session, 'later');
        return act(session, 'arrive');
      case 'after_failed': {
        await act(session, 'later');
        await act(session, 'fail');
        return act(await this.nextSession(session), 'pay');
      }
    }
  }

  /** A checkout other than one whose payment failed; there is one as soon as that is known. */
  private async nextSession(failed: string): Promise<string> {
    return until(
      'a failed payment to be known',
      async () => {
        // The order's page has the payment looked at as long as nothing is known of it.
        await this.post(`/api/v1/purchase/${this.orderId}/check-payment`, {});
        const { checkoutUrl } = (await this.post(`/api/v1/purchase/${this.orderId}/checkout`, {})).data;
        const next = typeof checkoutUrl === 'string' ? sessionIn(checkoutUrl) : failed;
        return next !== failed && next;
      },
      this.deps.patienceMs,
    );
  }
}
