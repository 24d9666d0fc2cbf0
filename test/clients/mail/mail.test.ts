import { randomUUID } from 'node:crypto';
import { createMailSender } from '../../../src/clients/mail/mail';
import type { OutgoingMail } from '../../../src/clients/mail/mail';
import { classifySmtp, wasJudged } from '../../../src/clients/mail/mail-failures';
import { GalleyError } from '../../../src/contract/failures';
import type { ClassifiedFailure } from '../../../src/contract/failures';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import type { Simulators } from '../../../src/simulators/options';
import { startSimulators } from '../../../src/simulators/server';

let simulators: Simulators;

beforeAll(async () => {
  simulators = await startSimulators({ latency: 'none' });
});

afterAll(async () => {
  await simulators?.stop();
});

beforeEach(() => simulators.control.reset());

function sender(own: { password?: string; timeoutMs?: number; tls?: 'verify' | 'off'; port?: number } = {}) {
  const url = new URL(simulators.smtpUrl);
  return createMailSender({
    ...{ host: url.hostname, port: own.port ?? Number(url.port), secure: false, tls: own.tls ?? 'off' },
    auth: { user: url.username, password: own.password ?? url.password },
    // Like the configuration, which nothing can change.
    from: Object.freeze({ name: 'Galley, “Press”', address: 'press@galley.example' }),
    timeoutMs: own.timeoutMs ?? 5_000,
  });
}

const mail = (own: Partial<OutgoingMail> = {}): OutgoingMail => ({
  ...{ id: randomUUID(), to: 'reader@shop.example', subject: 'Grüße, 世界', html: '<p>Ünïcode</p>' },
  ...{ text: 'Ünïcode 世界\n.\nFrom here', unsubscribeUrl: undefined, signal: new AbortController().signal },
  ...own,
});

async function failureOf(work: Promise<unknown>): Promise<ClassifiedFailure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GalleyError)) throw new Error(`not classified: ${String(error)}`);
  return error.failure;
}

test('a mail arrives as it was written, from one sender to one recipient', async () => {
  const sent = mail({ unsubscribeUrl: 'https://galley.example/api/mail/unsubscribe/token' });
  expect(await sender().send(sent)).toEqual({ status: 250 });
  const [got, ...others] = simulators.control.mails();
  expect(others).toEqual([]);
  expect(got).toMatchObject({
    ...{ from: 'press@galley.example', to: ['reader@shop.example'], subject: 'Grüße, 世界' },
    messageId: `<${sent.id}@galley.example>`,
  });
  expect(got!.html).toContain('<p>Ünïcode</p>');
  expect(got!.text!.replaceAll('\r', '').trim()).toBe('Ünïcode 世界\n.\nFrom here');
  expect(got!.headers).toMatchObject({
    'list-unsubscribe': '<https://galley.example/api/mail/unsubscribe/token>',
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'auto-submitted': 'auto-generated',
  });
});

test.each([
  'b@shop.example\r\nBcc: evil@x.example',
  'b@shop.example, evil@x.example',
  'b@shop.example evil@x.example',
  'Evil <b@shop.example>',
  'b@shop.example>\r\nRCPT TO:<evil@x.example',
  '',
])('another recipient cannot be brought in: %j', async (to) => {
  expect(await failureOf(sender().send(mail({ to })))).toMatchObject({
    ...{ type: 'Mail.Refused', reason: 'address_refused' },
  });
  expect(simulators.control.mails()).toEqual([]);
});

test('a subject cannot bring in a header', async () => {
  await sender().send(mail({ subject: 'Hello\r\nBcc: evil@x.example\r\n\r\n<b>body</b>' }));
  const [got] = simulators.control.mails();
  expect(got!.to).toEqual(['reader@shop.example']);
  expect(got!.headers).not.toHaveProperty('bcc');
  expect(got!.subject).toBe('Hello Bcc: evil@x.example <b>body</b>');
});

describe('what a server says', () => {
  const rows: Array<[string, string, FaultAction, Partial<ClassifiedFailure>, boolean]> = [
    ['sign-in refused', 'auth', respond(535), { type: 'Mail.Closed', reason: 'auth_refused' }, false],
    [
      'sign-in not now',
      'auth',
      respond(454),
      { type: 'Mail.Unavailable', reason: 'auth_unavailable' },
      false,
    ],
    ['sender refused', 'mail', respond(553), { type: 'Mail.Closed', reason: 'sender_refused' }, false],
    ['sign-in required', 'mail', respond(530), { type: 'Mail.Closed', reason: 'auth_required' }, false],
    ['sender put off', 'mail', respond(451), { type: 'Mail.Unavailable', reason: 'smtp_451' }, true],
    ['recipient put off', 'rcpt', respond(450), { type: 'Mail.Unavailable', reason: 'smtp_450' }, true],
    ['recipient unknown', 'rcpt', respond(550), { type: 'Mail.Refused', reason: 'smtp_550' }, true],
    ['message refused', 'data', respond(554), { type: 'Mail.Refused', reason: 'smtp_554' }, true],
    ['no room', 'data', respond(452), { type: 'Mail.Unavailable', reason: 'smtp_452' }, true],
    ['shutting down', 'data', respond(421), { type: 'Mail.Unavailable', reason: 'shutting_down' }, false],
    ['busy', 'connect', respond(554), { type: 'Mail.Unavailable', reason: 'smtp_554' }, false],
    ['broken', 'data', { type: 'dropBefore' }, { type: 'Mail.Unavailable', reason: 'no_answer' }, false],
    ['silent', 'data', { type: 'hang' }, { type: 'Mail.Unavailable', reason: 'timed_out' }, false],
  ];

  test.each(rows)('%s', async (_, kind, action, expected, isJudged) => {
    simulators.control.addFault({ provider: 'smtp', kind, action });
    const failure = await failureOf(sender({ timeoutMs: 500 }).send(mail()));
    expect(failure).toMatchObject(expected);
    expect(wasJudged(failure)).toBe(isJudged);
    // Servers quote addresses; nothing of their texts is kept.
    expect(JSON.stringify(failure)).not.toMatch(/example|quoted/i);
  });

  function respond(status: number): FaultAction {
    return { type: 'respond', status, body: '5.1.1 <reader@shop.example>: quoted press@galley.example' };
  }
});

test('a wrong password is a refused sign-in', async () => {
  expect(await failureOf(sender({ password: 'wrong' }).send(mail()))).toMatchObject({ type: 'Mail.Closed' });
});

test('a server without TLS gets no password where TLS is asked for', async () => {
  const failure = await failureOf(sender({ tls: 'verify' }).send(mail()));
  expect(failure.type).toBe('Mail.Unavailable');
  expect(simulators.control.mails()).toEqual([]);
});

test('a server that is not there is tried again', async () => {
  await simulators.control.setMailDown(true);
  expect(await failureOf(sender().send(mail()))).toMatchObject({
    type: 'Mail.Unavailable',
    reason: 'no_answer',
  });
  await simulators.control.setMailDown(false);
});

test('an attempt that is cancelled ends at once, as what it is', async () => {
  simulators.control.addFault({ provider: 'smtp', kind: 'data', action: { type: 'hang' } });
  const leaving = new AbortController();
  const sending = sender().send(mail({ signal: leaving.signal }));
  setTimeout(() => leaving.abort(new Error('the worker stops')), 100);
  await expect(sending).rejects.toThrow('the worker stops');
});

test('without settings mail waits', async () => {
  expect(await failureOf(createMailSender(undefined).send(mail()))).toMatchObject({
    ...{ type: 'Mail.Closed', reason: 'not_configured' },
  });
});

test.each([
  [
    { code: 'EENVELOPE', command: 'API', message: 'Invalid recipient x@y.example' },
    'Mail.Refused',
    'not_sendable',
  ],
  [{ code: 'ETLS', message: 'certificate of mail.example' }, 'Mail.Unavailable', 'tls_failed'],
  [{ code: 'ESOCKET', message: 'certificate has expired' }, 'Mail.Unavailable', 'tls_failed'],
  [
    { code: 'ESOCKET', message: 'SSL routines:ssl3_get_record:wrong version' },
    'Mail.Unavailable',
    'tls_failed',
  ],
  [{ code: 'EDNS' }, 'Mail.Unavailable', 'no_answer'],
  [{ code: 'EAUTH', responseCode: 535, response: '535 5.7.8 x@y.example' }, 'Mail.Closed', 'auth_refused'],
  [
    { code: 'EENVELOPE', command: 'DATA', responseCode: 503, response: '503 5.5.1 no' },
    'Mail.Unavailable',
    'smtp_503',
  ],
  [undefined, 'Mail.Unavailable', 'no_answer'],
])('classifies %j', (error, type, reason) => {
  const failure = classifySmtp(error);
  expect(failure).toMatchObject({ type, reason });
  expect(JSON.stringify(failure)).not.toContain('example');
});
