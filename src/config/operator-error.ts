/** What an operator can mend, told in one or a few sentences without a stack. */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
  }
}

/** Codes of the network and of Postgres that say what is wrong outside this program. */
const OUTSIDE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'it cannot be reached',
  EADDRINUSE: 'the port is in use by another process',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'access is denied',
  '28P01': 'the password is wrong',
  '28000': 'the server does not let this role in',
  '3D000': 'there is no such database',
  '42501': 'the role lacks the right to do this',
  '53300': 'the server has no connection left',
};

/** A sentence for an error that an operator can mend; undefined for any other, whose stack is needed. */
export function operatorSentence(error: unknown): string | undefined {
  if (error instanceof OperatorError) return error.message;
  const given = error as { message?: unknown; code?: unknown; errors?: unknown } | null | undefined;
  if (typeof given?.message !== 'string') return undefined;
  const { code, errors } = given;
  if (given.message === 'The server does not support SSL connections')
    return 'Postgres offers no TLS, which DB_SSL asks for; set DB_SSL=off if only this machine or a private network lies between.';
  // Node tries each address of a host, and gathers what became of them.
  const [first] = Array.isArray(errors) ? (errors as { message?: string }[]) : [];
  const text = given.message || (first?.message ?? '');
  if (/self.signed certificate|unable to (get|verify)|certificate has expired/i.test(text))
    return `The server's certificate cannot be verified: ${text}.`;
  const meaning = typeof code === 'string' ? OUTSIDE[code] : undefined;
  return meaning && `${text}: ${meaning}.`;
}
