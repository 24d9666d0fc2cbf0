// Places one order, watches it, picks its first idea, approves the finished post, and prints the address of the post that is out.
// Needs Node 20 and nothing else. GALLEY_URL and GALLEY_KEY come from the environment; the keyword is the argument.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const ORDERS = '/api/blog-generation';
const DEADLINE_MS = 600_000;

interface Order {
  id: string;
  status: string;
  post: { title: string } | null;
  error: string | null;
  ideas: { id: string; title: string }[];
  publication: { url: string | null } | null;
}

interface Call {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  idempotencyKey?: string;
}

function setting(name: string, meaning: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; it is ${meaning}`);
  return value;
}

async function call<T>({ method, path, body, idempotencyKey }: Call): Promise<T> {
  const url = setting('GALLEY_URL', 'the address of the API, such as http://127.0.0.1:3000');
  const key = setting('GALLEY_KEY', 'the API key of your store');
  const answer = await fetch(`${url.replace(/\/$/, '')}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`the API answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

let shown = '';

async function waitFor(id: string, status: string, deadline: number): Promise<Order> {
  for (;;) {
    const order = await call<Order>({ method: 'GET', path: `${ORDERS}/${id}` });
    if (order.status !== shown) process.stderr.write(`It is ${order.status}\n`);
    shown = order.status;
    if (order.status === status) return order;
    if (['FAILED', 'CANCELLED', 'UNCONFIRMED'].includes(order.status))
      throw new Error(`the order is ${order.status}: ${order.error}`);
    if (Date.now() > deadline) throw new Error(`the order is still ${order.status}`);
    await pause(1_000);
  }
}

async function main(): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  const keyword = process.argv[2] ?? 'hand coffee grinder';

  // With the key a repeated request does not become a second order.
  const { id } = await call<{ id: string }>({
    method: 'POST',
    path: ORDERS,
    body: { sourceType: 'keyword', sourceId: keyword, publishMode: 'approve' },
    idempotencyKey: randomUUID(),
  });
  process.stderr.write(`Order ${id} is placed\n`);

  const { ideas } = await waitFor(id, 'AWAITING_SELECTION', deadline);
  const [idea] = ideas;
  if (!idea) throw new Error('the order has no ideas');
  process.stderr.write(`Picking: ${idea.title}\n`);
  await call({
    method: 'POST',
    path: `${ORDERS}/${id}/select`,
    body: { ideaId: idea.id },
    idempotencyKey: `pick-${id}`,
  });

  const { post } = await waitFor(id, 'AWAITING_APPROVAL', deadline);
  process.stderr.write(`Approving: ${post?.title}\n`);
  await call({ method: 'POST', path: `${ORDERS}/${id}/approve`, idempotencyKey: `approve-${id}` });

  const { publication } = await waitFor(id, 'DONE', deadline);
  process.stdout.write(`${publication?.url ?? ''}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`Error: ${error.message}\n`);
  process.exitCode = 1;
});
