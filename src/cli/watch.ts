import type { OrderKind } from '../contract/orders';
import { find, LISTS, pagesOf, readBatch, readRow } from './find';
import type { Api } from './http';
import { CliFailure, EXIT } from './io';
import type { CliIo } from './io';
import { hasEnded, KINDS } from './kinds';
import type { Row } from './kinds';
import { coloursOf, hasUnicode, isTerminal, sayJsonLine, say, statusWords } from './output';
import { countsOf, drawScreen } from './screen';
import { follow } from './stream';

/** Orders that are read at once, and how often what is watched is read without anything being heard of it, in milliseconds. */
const READS_AT_ONCE = 6;
const REREAD_MS = 30_000;

/** The screen is drawn again at most this often, in milliseconds. */
const FRAME_MS = 100;

/** How something is watched. */
export interface Watching {
  ids: readonly string[];
  json: boolean;
  /** Ends as soon as nothing goes on without a person. */
  untilPerson: boolean;
}

interface Order {
  kind: OrderKind;
  id: string;
}

const BATCH_BASES = { blog: KINDS.blog.base, item: KINDS.item.base } as const;

/** The orders that IDs stand for; a batch stands for its orders. Without IDs, everything that is open. */
async function ordersOf(api: Api, ids: readonly string[]): Promise<Order[]> {
  const orders = new Map<string, Order>();
  const add = (kind: OrderKind, id: string): void => void orders.set(id, { kind, id });
  for (const wanted of ids) {
    const { kind, id } = await find(api, wanted);
    if (kind !== 'batch') {
      add(kind, id);
      continue;
    }
    const batch = await readBatch(api, id);
    for await (const page of pagesOf<{ id: string }>(api, BATCH_BASES[batch.kind], {
      batchId: id,
      limit: 200,
    }))
      for (const order of page) add(batch.kind, order.id);
  }
  if (ids.length === 0)
    for (const kind of Object.values(LISTS))
      for await (const page of pagesOf<Pick<Row, 'id' | 'phase'> & { bulk_job_id?: string | null }>(
        api,
        KINDS[kind].base,
        OPEN[kind],
      )) {
        for (const order of page) if (!hasEnded(order) && !order.bulk_job_id) add(kind, order.id);
        // The newest come first; behind a page without open ones there may be more, but nobody watches those.
        if (page.every(hasEnded)) break;
      }
  return [...orders.values()].reverse();
}

/** How the open orders of each kind are listed. */
const OPEN: Record<OrderKind, Record<string, unknown>> = {
  blog: { phase: 'accepted,queued,running,waiting_person', limit: 100 },
  item: { status: 'pending,processing', limit: 100 },
  content: { status: 'queued,processing', limit: 100 },
  bulk: { limit: 100 },
  article: { limit: 100 },
  backlink: { limit: 100 },
};

/** What shows the rows as they change. */
interface Display {
  changed(row: Row, before: Row | undefined): void;
  notice(text: string | undefined): void;
  end(): void;
}

/** One line for each change of status, for logs and scripts. */
function createLines(io: CliIo, json: boolean): Display {
  return {
    changed(row, before) {
      if (json) sayJsonLine(io, row);
      else if (row.status !== before?.status)
        say(io, `${row.id} ${statusWords(row.status)}: ${row.title}${row.error ? ` (${row.error})` : ''}`);
    },
    notice: (text) => void (text && io.stderr.write(`${text}\n`)),
    end: () => undefined,
  };
}

/** Lines that are drawn again and again where they are. */
async function createBars(io: CliIo, rows: () => readonly Row[]): Promise<Display> {
  const { createLogUpdate } = await import('log-update');
  const { stdout } = io;
  const update = createLogUpdate(stdout);
  const [colours, unicode] = [coloursOf(io), hasUnicode(io)];
  let notice: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const draw = (lines: number): void =>
    update(
      drawScreen({
        ...{ rows: rows(), notice, colours, unicode, lines },
        // In its last column a terminal may wrap.
        columns: Math.max(20, (stdout.columns ?? 80) - 1),
      }).join('\n'),
    );
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      draw(stdout.rows ?? 24);
    }, FRAME_MS);
  };
  stdout.on('resize', soon);
  return {
    changed: soon,
    notice(text) {
      notice = text;
      soon();
    },
    end() {
      clearTimeout(timer);
      stdout.off('resize', soon);
      notice = undefined;
      draw(stdout.rows ?? 24);
      update.done();
    },
  };
}

/** Reads orders whenever something is heard of them, and now and then without that, until they are done. */
async function keepReading(
  api: Api,
  io: CliIo,
  watched: { orders: readonly Order[]; rows: Map<string, Row>; isDone: () => boolean; display: Display },
): Promise<void> {
  const { orders, rows, display } = watched;
  const byId = new Map(orders.map((order) => [order.id, order]));
  const due = new Map(byId);
  const work = async (): Promise<void> => {
    for (let [next] = due.values(); next; [next] = due.values()) {
      due.delete(next.id);
      const before = rows.get(next.id);
      const row = await readRow(api, next, io.now());
      rows.set(row.id, row);
      if (JSON.stringify(row) !== JSON.stringify(before)) display.changed(row, before);
    }
  };
  const readDue = async (): Promise<void> => {
    await Promise.all(Array.from({ length: READS_AT_ONCE }, work));
  };
  await readDue();
  if (watched.isDone()) return;

  const stop = new AbortController();
  const signal = AbortSignal.any([io.interrupted, stop.signal]);
  let reading: Promise<void> | undefined;
  await new Promise<void>((resolve, reject) => {
    /** Reads what is due, unless that is being done already. */
    const read = (): void => {
      if (due.size === 0) return;
      reading ??= (async () => {
        while (due.size > 0) await readDue();
        reading = undefined;
        if (watched.isDone()) resolve();
      })();
      reading.catch(reject);
    };
    const readAll = (): void => {
      for (const [id, order] of byId) due.set(id, order);
      read();
    };
    const rereads = setInterval(readAll, REREAD_MS);
    signal.addEventListener('abort', () => clearInterval(rereads), { once: true });
    const listen = async (): Promise<void> => {
      const events = follow(
        api,
        { ...io, interrupted: signal },
        {
          query: {},
          onLost: () => display.notice('Connection lost; reconnecting. What you see may be old.'),
          onBack: () => display.notice(undefined),
        },
      );
      for await (const { event, data } of events) {
        const order = byId.get(String(data['id']));
        if (event === 'snapshot') readAll();
        else if (order) {
          due.set(order.id, order);
          read();
        }
      }
    };
    listen().catch(reject);
  }).finally(() => stop.abort());
}

/** Watches orders until all have ended. Throws where one of them failed, once all have ended. */
export async function watch(api: Api, io: CliIo, { ids, json, untilPerson }: Watching): Promise<void> {
  const orders = await ordersOf(api, ids);
  if (orders.length === 0) {
    if (!json) say(io, 'Nothing is open.');
    return;
  }
  const rows = new Map<string, Row>();
  const shown = (): Row[] => orders.flatMap(({ id }) => rows.get(id) ?? []);
  const display =
    isTerminal(io.stdout, io.env) && !json ? await createBars(io, shown) : createLines(io, json);
  const isOver = (row: Row): boolean => hasEnded(row) || (untilPerson && row.phase === 'waiting_person');
  try {
    await keepReading(api, io, {
      orders,
      rows,
      isDone: () => rows.size === orders.length && shown().every(isOver),
      display,
    });
  } finally {
    display.end();
  }
  const failed = shown().filter(({ phase }) => phase === 'failed');
  if (failed.length === 0) return;
  const [first] = failed;
  throw new CliFailure(
    failed.length === 1
      ? `${first!.id} failed: ${first!.error ?? 'no reason was given'}`
      : `${failed.length} of ${shown().length} failed (${countsOf(shown())}).`,
    EXIT.failed,
  );
}
