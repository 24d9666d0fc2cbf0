import type { z } from 'zod';
import { isTooNested } from '../text/nesting';

/** Why a model's answer could not be parsed: empty, no JSON, truncated, more than one candidate, or nested deeper than any answer. */
export type ModelJsonProblem = 'empty' | 'not_json' | 'cut_off' | 'ambiguous' | 'too_deep';

/** Levels of the deepest answer that is asked for, many times over. */
const MAX_LEVELS = 100;

/** A parsed answer, or why it could not be parsed. */
export type ModelJson = { ok: true; value: unknown } | { ok: false; reason: ModelJsonProblem };

/** Fences with these labels may hold the answer, just like unlabelled ones; any other label marks program code. */
const PLAIN_LABELS = new Set([
  '',
  'text',
  'txt',
  'plaintext',
  'plain',
  'js',
  'javascript',
  'output',
  'response',
]);
const JSON_LABEL = /^(?:json|jsonc|json5|application\/json)$/i;

/** A longer list of problems would not help the next attempt. */
const MAX_PROBLEMS = 20;

/** `labelled`: found in a fence marked as JSON; `loose`: found anywhere else. */
type Place = 'labelled' | 'loose';

interface Document {
  place: Place;
  source: string;
  parsed: { value: unknown } | undefined;
}

interface Fence {
  marker: string;
  kind: 'json' | 'plain' | 'programme';
}

function parse(source: string): { value: unknown } | undefined {
  if (isTooNested(source, { levels: MAX_LEVELS })) return undefined;
  try {
    return { value: JSON.parse(source) as unknown };
  } catch {
    return undefined;
  }
}

/** The index after the string that starts at `start`, or undefined if it is never closed. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

/** The index after the bracket that closes the one at `start` (or after the one that mismatches), or undefined. */
function endOfBrackets(text: string, start: number): number | undefined {
  const due: string[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (character === '{') due.push('}');
    else if (character === '[') due.push(']');
    else if (character === '}' || character === ']') {
      if (due.pop() !== character || due.length === 0) return at + 1;
    }
  }
  return undefined;
}

const OBJECT_START = /\{\s*(?:["'}]|[\w$-]+\s*:|$)/y;
const ARRAY_START = /\[\s*(?:["'{[\]]|-?\d|(?:true|false|null)\b|$)/y;

/**
 * Whether a document seems to start here. Unquoted keys count, so that nothing inside malformed JSON is taken for the
 * answer.
 */
function documentBegins(text: string, at: number): boolean {
  const pattern = text[at] === '{' ? OBJECT_START : ARRAY_START;
  pattern.lastIndex = at;
  return pattern.test(text);
}

function fenceAt(text: string, at: number): { marker: string; label: string; end: number } | undefined {
  const pattern = /(`{3,}|~{3,})[ \t]*([a-z][\w+.#/-]*)?/iy;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found ? { marker: found[1] ?? '', label: found[2] ?? '', end: pattern.lastIndex } : undefined;
}

function fenceEnds(text: string, at: number): boolean {
  const pattern = /\s*(?:`{3}|~{3}|$)/y;
  pattern.lastIndex = at;
  return pattern.test(text);
}

class Reader {
  readonly documents: Document[] = [];
  cutOff = false;
  emptyFence = false;
  private at = 0;
  private fence: Fence | undefined;
  private unmatchedOpen = 0;

  constructor(private readonly text: string) {}

  read(): void {
    while (this.at < this.text.length && !this.cutOff) {
      const character = this.text[this.at];
      if (character === '`' || character === '~') this.passMarker();
      else if (this.fence?.kind === 'programme') this.at++;
      else if (character === '{' || character === '[') this.passOpening();
      else if (character === '}' || character === ']') this.passClosing();
      else this.at++;
    }
  }

  private get place(): Place {
    return this.fence?.kind === 'json' ? 'labelled' : 'loose';
  }

  private passMarker(): void {
    const found = fenceAt(this.text, this.at);
    if (!found) {
      this.at++;
      return;
    }
    const isJson = JSON_LABEL.test(found.label);
    const startsLine = /(?:^|\n)[\s>]*$/.test(this.text.slice(Math.max(0, this.at - 20), this.at));
    this.at += found.marker.length;
    // A JSON fence inside program code means that the code's own fence was never closed.
    if (this.fence && !(isJson && this.fence.kind === 'programme')) {
      const closes = startsLine || this.fence.kind !== 'programme';
      if (closes && found.marker.startsWith(this.fence.marker)) this.fence = undefined;
      return;
    }
    // Three backticks in the middle of a line may be prose about fences.
    if (!startsLine && !isJson && !/^\s*[{["]/.test(this.text.slice(this.at, this.at + 20))) return;
    const plain = PLAIN_LABELS.has(found.label.toLowerCase());
    this.fence = { marker: found.marker, kind: isJson ? 'json' : plain ? 'plain' : 'programme' };
    this.at = found.end;
    if (this.fence.kind !== 'programme') this.passFenceStart(this.fence);
  }

  /** A fence may hold a bare string, number or keyword, which would be indistinguishable from prose anywhere else. */
  private passFenceStart(fence: Fence): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
    const first = this.text[this.at];
    if (first === undefined) this.cutOff = fence.kind === 'json';
    else if (this.text.startsWith(fence.marker, this.at)) this.emptyFence = true;
    else if (first === '"') {
      const end = endOfString(this.text, this.at);
      if (end === undefined) this.cutOff = fence.kind === 'json';
      else if (fenceEnds(this.text, end)) this.take(end);
    } else if (first !== '{' && first !== '[') {
      const scalar = /-?\d[\d.eE+-]*|true|false|null/y;
      scalar.lastIndex = this.at;
      const end = scalar.test(this.text) ? scalar.lastIndex : undefined;
      if (end !== undefined && fenceEnds(this.text, end)) this.take(end);
    }
  }

  private passOpening(): void {
    if (!documentBegins(this.text, this.at)) {
      this.unmatchedOpen++;
      this.at++;
      return;
    }
    const end = endOfBrackets(this.text, this.at);
    if (end === undefined) this.cutOff = true;
    else this.take(end);
  }

  private passClosing(): void {
    this.at++;
    if (this.unmatchedOpen > 0) this.unmatchedOpen--;
    // A document whose beginning is missing is as incomplete as one whose end is.
    else this.documents.push({ place: this.place, source: '', parsed: undefined });
  }

  private take(end: number): void {
    const source = this.text.slice(this.at, end);
    this.documents.push({ place: this.place, source, parsed: parse(source) });
    this.at = end;
  }
}

/** Brackets that also occur in prose: `[1]`, `[2, 3]`, `[]`, `{}`. */
function isIncidental(document: Document): boolean {
  return /^(?:\[[\d\s,]*\]|\{\s*\})$/.test(document.source);
}

function choose(documents: Document[]): ModelJson {
  const labelled = documents.filter((document) => document.place === 'labelled');
  const meant = documents.filter((document) => !isIncidental(document));
  const candidates = labelled.length ? labelled : meant.length ? meant : documents;
  const different = new Map(candidates.map((document) => [document.source, document.parsed]));
  const [only] = different.values();
  if (different.size === 1) return only ? { ok: true, value: only.value } : { ok: false, reason: 'not_json' };
  const readable = [...different.values()].some((parsed) => parsed !== undefined);
  return { ok: false, reason: readable ? 'ambiguous' : 'not_json' };
}

/**
 * Parses the one JSON document in a model's answer, whether bare, fenced or between sentences. Nothing is repaired: a
 * truncated document is `cut_off`, however much of it is readable.
 */
export function readModelJson(content: string): ModelJson {
  const text = content.replace(/^\uFEFF+/, '').trim();
  if (text === '') return { ok: false, reason: 'empty' };
  const whole = parse(text);
  if (whole) return { ok: true, value: whole.value };
  if (isTooNested(text, { levels: MAX_LEVELS })) return { ok: false, reason: 'too_deep' };
  const reader = new Reader(text);
  reader.read();
  if (reader.cutOff) return { ok: false, reason: 'cut_off' };
  if (reader.documents.length) return choose(reader.documents);
  return { ok: false, reason: reader.emptyFence ? 'empty' : 'not_json' };
}

/** Validates a value against a schema; on failure, one sentence per problem with its path. */
export function expectShape<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { ok: true; value: T } | { ok: false; problems: string[] } {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'answer'}: ${message}`,
  );
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}
