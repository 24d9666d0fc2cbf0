import type { CallNotes } from './http';
import type { Provider } from './fault-types';

/** The outcome of a request: the status sent, or how it ended without one. */
export type Answered = number | 'aborted' | 'dropped' | 'pending';

/** A request that a simulator received; the Authorization header is never recorded. */
export interface RequestRecord extends CallNotes {
  /** Serial number, from 1. */
  n: number;
  /** Time of arrival, ISO 8601 UTC. */
  at: string;
  provider: Provider;
  kind: string;
  method: string;
  path: string;
  /** The parsed JSON body, the text of any other body, or a note that it was omitted. */
  body: unknown;
  answered: Answered;
}

/** Selects records. */
export interface RequestFilter {
  provider?: Provider;
  kind?: string;
  /** Records after this serial number, or from this ISO time on. */
  since?: string | number;
}

/** An open record, to which facts can be added until the request has ended. */
export interface OpenRecord {
  note(facts: CallNotes): void;
  end(answered: Answered): void;
}

/** A bounded record of requests. */
export interface Journal {
  begin(request: { provider: Provider; kind: string; method: string; path: string; raw: Buffer }): OpenRecord;
  list(filter?: RequestFilter): RequestRecord[];
  clear(): void;
}

const mostRecords = 50_000;
const longestBody = 200_000;
const mostBodyCharacters = 128_000_000;

type Kept = Omit<RequestRecord, 'body'> & { text: string | undefined };

function bodyText(raw: Buffer): string {
  if (raw.length > longestBody || raw.includes(0)) return JSON.stringify(`<${raw.length} bytes left out>`);
  return raw.toString('utf8');
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return '<left out>';
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * Creates an empty journal of the last 50,000 requests; the oldest bodies are dropped beyond 128 million characters.
 */
export function createJournal(input: { now: () => number }): Journal {
  let records: Kept[] = [];
  let count = 0;
  let bodyCharacters = 0;
  let firstWithBody = 0;
  const forgetBodies = (): void => {
    while (bodyCharacters > mostBodyCharacters && firstWithBody < records.length) {
      const record = records[firstWithBody++]!;
      bodyCharacters -= record.text?.length ?? 0;
      record.text = undefined;
    }
  };
  const forgetRecords = (): void => {
    if (records.length < mostRecords * 1.1) return;
    const gone = records.splice(0, records.length - mostRecords);
    for (const record of gone) bodyCharacters -= record.text?.length ?? 0;
    firstWithBody = Math.max(0, firstWithBody - gone.length);
  };
  return {
    begin: ({ raw, ...request }) => {
      const text = bodyText(raw);
      const record: Kept = {
        n: ++count,
        at: new Date(input.now()).toISOString(),
        ...request,
        answered: 'pending',
        text,
      };
      records.push(record);
      bodyCharacters += text.length;
      forgetRecords();
      forgetBodies();
      return {
        note: (facts) => void Object.assign(record, facts),
        end: (answered) => {
          record.answered = answered;
        },
      };
    },
    list: (filter = {}) => {
      const since = filter.since === undefined ? '' : String(filter.since);
      const isSerial = /^\d+$/.test(since);
      return records
        .slice(-mostRecords)
        .filter((record) => !filter.provider || record.provider === filter.provider)
        .filter((record) => !filter.kind || record.kind === filter.kind)
        .filter((record) => since === '' || (isSerial ? record.n > Number(since) : record.at >= since))
        .map(({ text, ...record }) => ({ ...record, body: parsed(text) }));
    },
    clear: () => {
      records = [];
      bodyCharacters = 0;
      firstWithBody = 0;
    },
  };
}
