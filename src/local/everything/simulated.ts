import type { SimulatedMail } from '../../simulators/smtp/mailbox';
import type { StoredRefund, StoredSession } from '../../simulators/stripe/types';
import type { ControlPost } from '../../simulators/control';

/** What the simulators have on their own books, which the orders are compared with. */
export interface SimulatedBooks {
  posts: ControlPost[];
  sessions: StoredSession[];
  refunds: StoredRefund[];
  mails: SimulatedMail[];
  /** Requests that a model answered, without those that only look whether it can be had. */
  answers: number;
}

/** The simulators as the demo uses them: it reads their books, opens mail, and pays. */
export interface Simulated {
  books(): Promise<SimulatedBooks>;
  /** The token of a link in the newest mail to an address; undefined while there is none. */
  tokenMailedTo(address: string, path: string): Promise<string | undefined>;
  /** Pays at a checkout, as a customer would. */
  pay(checkoutUrl: string): Promise<void>;
}

/** Uses the simulators at an address. Calls throw a readable error if they are refused. */
export function simulatedAt({ url, signal }: { url: string; signal: AbortSignal }): Simulated {
  const call = async <T>(path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/control${path}`, {
      method: body ? 'POST' : 'GET',
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    if (!response.ok) throw new Error(`the simulators answer ${response.status} to ${path}`);
    return (await response.json()) as T;
  };
  const mailsOf = async (query = ''): Promise<SimulatedMail[]> =>
    (await call<{ mails: SimulatedMail[] }>(`/mails${query}`)).mails;
  return {
    async books() {
      const { posts } = await call<{ posts: ControlPost[] }>('/posts');
      const { sessions, refunds } = await call<Pick<SimulatedBooks, 'sessions' | 'refunds'>>('/stripe');
      const { requests } = await call<{ requests: Array<{ kind: string; answered: unknown }> }>(
        '/requests?provider=openai',
      );
      const answers = requests.filter(({ answered }) => answered === 200).length;
      return { posts, sessions, refunds, mails: await mailsOf(), answers };
    },
    async tokenMailedTo(address, path) {
      const mails = await mailsOf(`?to=${encodeURIComponent(address)}`);
      const tokens = mails.map(({ text }) => /^[\w-]{43}/.exec((text ?? '').split(path)[1] ?? '')?.[0]);
      return tokens.filter((token) => token !== undefined).at(-1);
    },
    async pay(checkoutUrl) {
      const session = new URL(checkoutUrl).pathname.split('/').at(-1) ?? '';
      await call(`/stripe/sessions/${encodeURIComponent(session)}`, { action: 'pay' });
    },
  };
}
