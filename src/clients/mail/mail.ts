import { createTransport } from 'nodemailer';
import { GalleyError } from '../../contract/failures';
import { checkMailAddress } from '../../domain/tenants/mail-address';
import { classifySmtp, mailOff } from './mail-failures';

/** How mail goes out. Times are in milliseconds. */
export interface MailSettings {
  host: string;
  port: number;
  /** TLS from the first byte, as on port 465; otherwise the connection is upgraded (STARTTLS). */
  secure: boolean;
  /** `verify`: encrypted, with a valid certificate; `accept-any`: encrypted; `off`: plain, within a trusted network. */
  tls: 'verify' | 'accept-any' | 'off';
  auth: { user: string; password: string } | undefined;
  /** The sender; its domain is also that of Message-IDs. */
  from: { name: string; address: string };
  /** How long each answer of the server is waited for. */
  timeoutMs: number;
}

/** One mail to one recipient. */
export interface OutgoingMail {
  /** The same for every repetition: the Message-ID is made from it. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Address that ends the subscription with one POST (RFC 8058), where the mail is a notification. */
  unsubscribeUrl: string | undefined;
  /** Ends the attempt early. */
  signal: AbortSignal;
}

/** Sends mail. */
export interface MailSender {
  /**
   * Sends one mail and answers the server's reply code. Everything else is thrown as a GalleyError: `Mail.Unavailable`, `Mail.Refused`
   * or `Mail.Closed`.
   */
  send(mail: OutgoingMail): Promise<{ status: number }>;
  /** Connects, greets and signs in, and sends nothing. Throws like {@link send}. */
  check(): Promise<void>;
}

/** Answers of the server that one mail waits for at most, for a bound on the whole. */
const MOST_ANSWERS = 6;

/** The Message-ID of a mail. */
export function messageIdOf(mailId: string, from: { address: string }): string {
  return `<${mailId}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`;
}

/** A value of a header on one line. */
function oneLine(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

/** Headers of every mail, and of notifications. */
function headersOf(unsubscribeUrl: string | undefined): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    ...(unsubscribeUrl === undefined
      ? {}
      : {
          'List-Unsubscribe': `<${new URL(unsubscribeUrl).href}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
  };
}

/** A sender over SMTP, with a connection of its own for each mail and without retries; without settings one that lets mail wait. */
export function createMailSender(settings: MailSettings | undefined): MailSender {
  const off = () => Promise.reject(new GalleyError(mailOff()));
  if (!settings) return { send: off, check: off };
  const { host, port, secure, tls, auth, from, timeoutMs } = settings;
  const transport = createTransport({
    ...{ host, port, secure },
    ...(tls === 'off' ? { ignoreTLS: true } : { requireTLS: true }),
    tls: { rejectUnauthorized: tls === 'verify' },
    ...(auth ? { auth: { user: auth.user, pass: auth.password } } : {}),
    ...{
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
    },
    // Nothing in a mail makes this process read a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });

  return {
    async send(mail) {
      // Whatever was let in, exactly one recipient leaves.
      const to = checkMailAddress(mail.to);
      if (!to.ok)
        throw new GalleyError({ type: 'Mail.Refused', reason: 'address_refused', detail: 'no mail address' });
      const late = AbortSignal.timeout(timeoutMs * MOST_ANSWERS);
      try {
        const { response } = await transport.sendMail({
          envelope: { from: from.address, to: [to.address] },
          // Written to while the mail is put together, so it gets a copy of its own.
          from: { ...from },
          to: { name: '', address: to.address },
          messageId: messageIdOf(mail.id, from),
          subject: oneLine(mail.subject),
          html: mail.html,
          text: mail.text,
          headers: headersOf(mail.unsubscribeUrl),
          signal: AbortSignal.any([mail.signal, late]),
        });
        return { status: Number(/^\d{3}/.exec(response)?.[0] ?? 250) };
      } catch (error) {
        mail.signal.throwIfAborted();
        throw new GalleyError(classifySmtp(late.aborted ? { code: 'ETIMEDOUT' } : error));
      }
    },
    async check() {
      try {
        await transport.verify();
      } catch (error) {
        throw new GalleyError(classifySmtp(error));
      }
    },
  };
}
