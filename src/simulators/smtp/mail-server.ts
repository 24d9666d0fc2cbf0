import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import type { FaultAction } from '../core/fault-types';
import type { Faults } from '../core/faults';
import { wait } from '../core/waiting';
import type { Mailbox } from './mailbox';

/** The user and the password that the simulator takes. */
export const SMTP_SIMULATOR_LOGIN = 'simulator';

/** The simulated mail server. */
export interface MailServer {
  port: number;
  /** Closes the port: connections are refused until it is opened again. */
  setDown(isDown: boolean): Promise<void>;
  stop(): Promise<void>;
}

type Stage = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data';
type Done = (error?: Error | null) => void;

const longestMail = 5 * 1024 * 1024;

/** A reply that is an error. */
function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** The reply of a fault: its status and words. */
function scripted(action: FaultAction & { type: 'respond' }): Error {
  return reply(action.status, typeof action.body === 'string' ? action.body : 'Simulated fault');
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** Starts the mail server. Rejects if the port is taken. */
export async function startMailServer(input: {
  host: string;
  port: number;
  faults: Faults;
  mailbox: Mailbox;
  stopping: AbortSignal;
}): Promise<MailServer> {
  const { host, faults, mailbox, stopping } = input;
  let port = input.port;
  let server: SMTPServer | undefined;

  function drop(session: SMTPServerSession): void {
    for (const connection of server?.connections ?? [])
      if (connection.id === session.id) connection._socket.destroy();
  }

  /** Applies the fault of a stage, if there is one, around its work. */
  async function stage(
    name: Stage,
    session: SMTPServerSession,
    done: Done,
    work: () => Promise<void> | void,
    about?: string,
  ): Promise<void> {
    const fault = faults.take({ provider: 'smtp', kind: name, path: '', raw: Buffer.alloc(0), about });
    try {
      if (fault?.type === 'respond') return done(scripted(fault));
      if (fault?.type === 'dropBefore') return drop(session);
      if (fault?.type === 'delay') await wait({ ms: fault.ms, signal: stopping });
      if (fault?.type === 'hang') {
        if (fault.work) await work();
        await wait({ ms: fault.ms ?? Number.POSITIVE_INFINITY, signal: stopping });
      }
      if (stopping.aborted) return drop(session);
      if (fault?.type !== 'hang' || !fault.work) await work();
      // The mail is taken, and nobody is told so.
      if (fault?.type === 'dropAfter') return drop(session);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error('unknown'));
    }
  }

  function create(): SMTPServer {
    return new SMTPServer({
      banner: 'Galley simulator',
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      logger: false,
      size: longestMail,
      closeTimeout: 100,
      onConnect: (session, callback) => void stage('connect', session, callback, () => undefined),
      onAuth: (auth, session, callback) => {
        const isKnown = auth.username === SMTP_SIMULATOR_LOGIN && auth.password === SMTP_SIMULATOR_LOGIN;
        const done: Done = (error) =>
          error ? callback(error) : callback(null, { user: SMTP_SIMULATOR_LOGIN });
        void stage('auth', session, done, () => {
          if (!isKnown) throw reply(535, 'Authentication credentials invalid');
        });
      },
      onMailFrom: (address, session, callback) =>
        void stage('mail', session, callback, () => undefined, address.address),
      onRcptTo: (address, session, callback) =>
        void stage('rcpt', session, callback, () => undefined, address.address),
      onData: (stream, session, callback) => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        const from = mailFrom ? mailFrom.address : '';
        void readAll(stream as AsyncIterable<Buffer>).then(
          (raw) => stage('data', session, callback, () => mailbox.add({ from, to, raw }), to.join(', ')),
          () => undefined,
        );
      },
    });
  }

  async function listen(): Promise<void> {
    const created = create();
    await new Promise<void>((resolve, reject) => {
      created.once('error', reject);
      created.listen(port, host, resolve);
    });
    // Connections that break are their clients' doing.
    created.removeAllListeners('error');
    created.on('error', () => undefined);
    port = (created.server.address() as AddressInfo).port;
    server = created;
  }

  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    for (const connection of closing.connections) connection._socket.destroy();
    await closed;
  }

  await listen();
  return {
    port,
    setDown: async (isDown) => {
      if (isDown) await close();
      else if (!server) await listen();
    },
    stop: close,
  };
}
