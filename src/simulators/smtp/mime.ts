/** A mail as people read it. */
export interface ParsedMail {
  /** Headers by their names in lower case; the first of each. */
  headers: Record<string, string>;
  subject: string;
  html: string | undefined;
  text: string | undefined;
}

function splitPart(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end === -1 ? raw : raw.slice(0, end);
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] ??= value;
  }
  return { headers, body: end === -1 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '') };
}

function quotedPrintable(text: string): Buffer {
  const bytes = text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Decodes the encoded words of a header (RFC 2047). */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?[\w-]+\?([QB])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      (encoding.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64')
        : quotedPrintable(word.replaceAll('_', ' '))
      ).toString('utf8'),
    );
}

function decodeBody(body: string, encoding: string | undefined): string {
  const how = encoding?.toLowerCase();
  if (how === 'quoted-printable') return quotedPrintable(body).toString('utf8');
  if (how === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return Buffer.from(body, 'latin1').toString('utf8');
}

/** The readable parts of a part, whatever it is nested in. */
function readableParts(raw: string, depth = 0): { type: string; text: string }[] {
  const { headers, body } = splitPart(raw);
  const kind = headers['content-type'] ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(kind)?.[1];
  if (/^multipart\//i.test(kind) && boundary !== undefined && depth < 5)
    return body
      .split(`--${boundary}`)
      .slice(1)
      .filter((part) => !part.startsWith('--'))
      .flatMap((part) => readableParts(part.replace(/^\r?\n/, ''), depth + 1));
  const type = kind.split(';')[0]!.trim().toLowerCase();
  return [{ type, text: decodeBody(body, headers['content-transfer-encoding']) }];
}

/** Reads a mail as far as it is shown: its headers, subject, HTML and text. */
export function parseMail(raw: Buffer): ParsedMail {
  const whole = raw.toString('latin1');
  const { headers } = splitPart(whole);
  const parts = readableParts(whole);
  const partOf = (type: string): string | undefined => parts.find((part) => part.type === type)?.text;
  return {
    headers,
    subject: decodeWords(headers['subject'] ?? ''),
    html: partOf('text/html'),
    text: partOf('text/plain'),
  };
}
