import type { ClassifiedFailure } from '../../contract/failures';
import { record, text } from '../error-body';

/** Reply code of a server that is shutting down, whatever it was asked. */
const SHUTTING_DOWN = 421;

/** Reply codes with which a server wants another sign-in, or none at all of ours, whatever it was asked. */
const SIGN_IN_CODES = [530, 534, 535, 538];

/** What nodemailer found wrong before a server was asked: no other try would find it otherwise. */
const REFUSED_HERE = ['EENVELOPE', 'EMESSAGE', 'ESTREAM'];

/** What an error of the transport says, as far as it quotes nobody: no text of a server, and so no address. */
interface SmtpError {
  code: string;
  command: string;
  /** Reply code of the server, if it replied. */
  reply: number | undefined;
  /** Enhanced status code (RFC 3463), if it gave one. */
  enhanced: string | undefined;
}

function readError(error: unknown): SmtpError {
  const { code, command, responseCode, response } = record(error);
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text(response) ?? '')?.[1];
  return {
    code: text(code) ?? '',
    command: (text(command) ?? '').split(' ')[0] ?? '',
    reply: typeof responseCode === 'number' ? responseCode : undefined,
    enhanced,
  };
}

function failure(
  type: 'Mail.Unavailable' | 'Mail.Refused' | 'Mail.Closed',
  reason: string,
  { reply, enhanced, code }: SmtpError,
): ClassifiedFailure {
  const said = reply === undefined ? code || 'no code' : [reply, enhanced].filter(Boolean).join(' ');
  return {
    type,
    reason,
    detail: `mail server: ${said}`,
    ...(reply === undefined ? {} : { status: reply }),
  };
}

/** Whether a connection broke over its encryption, which the transport tells in words alone. */
function isAboutTls(error: unknown): boolean {
  return /certificate|self[- ]signed|altnames|\b(?:SSL|TLS)\b/i.test(text(record(error)['message']) ?? '');
}

/**
 * Classifies what a mail server, or the way there, answered. A refused sign-in or sender shuts the channel, because every mail would be
 * refused alike; a refused recipient or message is final for this mail (5xx); everything else is tried again. The texts of servers quote
 * addresses, so that nothing is kept but codes.
 */
export function classifySmtp(error: unknown): ClassifiedFailure {
  const said = readError(error);
  const { code, command, reply } = said;
  if (reply === undefined) {
    if (code === 'ENOAUTH' || code === 'ECONFIG') return failure('Mail.Closed', 'auth_refused', said);
    if (REFUSED_HERE.includes(code) && command !== 'CONN')
      return failure('Mail.Refused', 'not_sendable', said);
    if (code === 'ETIMEDOUT') return failure('Mail.Unavailable', 'timed_out', said);
    if (code === 'ETLS' || (code === 'ESOCKET' && isAboutTls(error)))
      return failure('Mail.Unavailable', 'tls_failed', said);
    return failure('Mail.Unavailable', 'no_answer', said);
  }
  if (reply === SHUTTING_DOWN) return failure('Mail.Unavailable', 'shutting_down', said);
  if (code === 'EAUTH') {
    const isTemporary = reply >= 400 && reply < 500;
    return isTemporary
      ? failure('Mail.Unavailable', 'auth_unavailable', said)
      : failure('Mail.Closed', 'auth_refused', said);
  }
  if (SIGN_IN_CODES.includes(reply)) return failure('Mail.Closed', 'auth_required', said);
  // A connection that is refused (554) or a command out of sequence (503) says nothing of the mail.
  if (reply < 500 || reply === 503 || ['CONN', 'EHLO', 'HELO', 'STARTTLS'].includes(command))
    return failure('Mail.Unavailable', `smtp_${reply}`, said);
  if (command === 'MAIL') return failure('Mail.Closed', 'sender_refused', said);
  return failure('Mail.Refused', `smtp_${reply}`, said);
}

/** Whether a failure shows that the server takes our mail as such: it judged this one, beyond sign-in and sender. */
export function wasJudged({ type, reason, status }: ClassifiedFailure): boolean {
  return (
    (type === 'Mail.Refused' && status !== undefined) ||
    (type === 'Mail.Unavailable' && /^smtp_4/.test(reason))
  );
}

/** Mail cannot be sent, because no server is configured: it waits until one is. */
export function mailOff(): ClassifiedFailure {
  return { type: 'Mail.Closed', reason: 'not_configured', fromRecord: true, detail: 'no mail server is set' };
}
