const LEVELS: Readonly<Record<number, string>> = { 40: 'WARN ', 50: 'ERROR ', 60: 'FATAL ' };
const HIDDEN = new Set(['level', 'time', 'msg', 'process', 'pid', 'hostname']);

/** Formats a line of a child's output, a JSON log line or anything else, for people to read, prefixed with its name. */
export function readableLine({ name, text }: { name: string; text: string }): string {
  const prefix = `${name.padEnd(8)}| `;
  const entry = parseEntry(text);
  if (!entry) return `${prefix}${text}`;
  const level = LEVELS[Number(entry['level'])] ?? '';
  const fields = Object.entries(entry)
    .filter(([key, value]) => !HIDDEN.has(key) && value !== null)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${prefix}${level}${[String(entry['msg']), ...fields].join(' ')}`;
}

/** A line as {@link readableLine} formats it, after the time it was written, or came where it does not say so. */
export function timedLine({ now, ...line }: { name: string; text: string; now: Date }): string {
  const time = parseEntry(line.text)?.['time'];
  return `${typeof time === 'string' ? time : now.toISOString()} ${readableLine(line)}`;
}

function parseEntry(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(text) as Record<string, unknown>;
    return typeof entry['msg'] === 'string' ? entry : undefined;
  } catch {
    return undefined;
  }
}
