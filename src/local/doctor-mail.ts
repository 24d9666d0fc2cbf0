import { createMailSender } from '../clients/mail/mail';
import type { Config } from '../config/config';
import { GalleyError } from '../contract/failures';
import type { Diagnosis } from './doctor-report';

const PART = 'Mail';

const ADVICE: Readonly<Record<string, string>> = {
  auth_refused:
    'the sign-in is rejected: check user and password in SMTP_URL, or SMTP_USER and SMTP_PASSWORD',
  auth_required:
    'it wants a sign-in: put user and password into SMTP_URL, or set SMTP_USER and SMTP_PASSWORD',
  auth_unavailable: 'it cannot check the sign-in at the moment: try again later',
  shutting_down: 'it is shutting down: try again later',
  tls_failed:
    'no encrypted connection: check its certificate, SMTP_TLS, and whether TLS begins with the first byte (smtps://)',
  timed_out:
    'no response in time: check host and port, and whether TLS begins with the first byte (smtps://)',
};

/** What is wrong, in our own words: a server's texts quote addresses. */
function adviceOn(error: unknown): string {
  if (!(error instanceof GalleyError)) return 'the check itself failed';
  const { reason, detail, status } = error.failure;
  const known = ADVICE[reason];
  if (known) return known;
  if (status !== undefined) return `it answers ${status}: try again later, or ask whoever runs it`;
  return /\bEDNS$/.test(detail)
    ? 'no response: its name cannot be resolved'
    : 'no response: nothing is listening there, or it breaks the connection';
}

/** Connects to the mail server, greets it and signs in. Sends nothing, so that nothing is proved of our sender and of recipients. */
export async function checkMail(options: { config: Config; timeoutMs: number }): Promise<Diagnosis> {
  const { mail, api } = options.config;
  const { server } = mail;
  if (!server)
    return {
      part: PART,
      verdict: 'unset',
      message: 'no SMTP_URL: npm start uses a simulator; elsewhere mail waits until a server is set',
    };
  const at = `${server.host}:${server.port}`;
  try {
    await createMailSender({ ...server, timeoutMs: options.timeoutMs }).check();
  } catch (error) {
    return { part: PART, verdict: 'broken', message: `${at}: ${adviceOn(error)}` };
  }
  const did = server.auth ? 'takes our sign-in' : 'answers without a sign-in';
  if (api.publicUrl === undefined)
    return {
      part: PART,
      verdict: 'broken',
      message: `${at} ${did}, but PUBLIC_URL is not set: links in mails are made from it`,
    };
  return {
    part: PART,
    verdict: 'works',
    message: `${at} ${did}; this does not prove that it takes mail from MAIL_FROM`,
  };
}
