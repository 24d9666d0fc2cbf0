import { parseMail } from './mime';
import type { ParsedMail } from './mime';

/** A mail that the simulator took. */
export interface SimulatedMail extends ParsedMail {
  /** Serial number, from 1. */
  n: number;
  /** Time of arrival, ISO 8601 UTC. */
  at: string;
  /** Addresses of the envelope. */
  from: string;
  to: string[];
  messageId: string;
  raw: string;
}

/** The mails that were taken. */
export interface Mailbox {
  add(mail: { from: string; to: string[]; raw: Buffer }): void;
  /** Oldest first; with an address only those to it. */
  list(to?: string): SimulatedMail[];
  find(n: number): SimulatedMail | undefined;
  clear(): void;
}

const mostMails = 2_000;

/** Creates an empty mailbox of the last 2,000 mails. */
export function createMailbox(input: { now: () => number }): Mailbox {
  let mails: SimulatedMail[] = [];
  let count = 0;
  return {
    add: ({ from, to, raw }) => {
      const parsed = parseMail(raw);
      mails.push({
        ...parsed,
        ...{ n: ++count, at: new Date(input.now()).toISOString(), from, to },
        messageId: parsed.headers['message-id'] ?? '',
        raw: raw.toString('utf8'),
      });
      if (mails.length > mostMails) mails.shift();
    },
    list: (to) => mails.filter((mail) => to === undefined || mail.to.includes(to)),
    find: (n) => mails.find((mail) => mail.n === n),
    clear: () => {
      mails = [];
    },
  };
}
