import { isAlias, isCollection, isMap, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import { isDay } from '../text/day';
import { isTooComplex } from '../text/markdown/hostile';
import { canonicalLanguage } from '../text/language-tag';
import { isStorable } from '../text/storable';
import { hasControlOrBidi, slugify } from '../text/text';
import { canonicalHost } from './hosts';

/** The longest text of an article, in UTF-16 units; some thirty thousand words. */
export const LONGEST_ARTICLE = 200_000;

/** The longest front matter, in UTF-16 units. */
const LONGEST_FRONT_MATTER = 4_000;

/** The longest slug, in characters. */
export const LONGEST_SLUG = 100;

/** What a slug looks like. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What a file says of its article. `domain` is a host; null where the file does not name it, as with `language`. */
export interface ArticleFile {
  title: string;
  author: string;
  /** A day, such as 2027-03-28. */
  date: string;
  slug: string;
  language: string | null;
  domain: string | null;
  content: string;
}

/** Why a file is refused, and the line it is about, counted from 1. */
export interface FileProblem {
  line: number;
  reason: string;
}

/** An article as its file has it, or what is wrong with the file. */
export type ReadArticle = { ok: true; article: ArticleFile } | { ok: false; problem: FileProblem };

/** Stands for a slug of nothing, and is none of a title. */
const NO_SLUG = 'no-slug-at-all';

/** The slug that a title makes; undefined where it has no letter or digit that a slug can have. */
export function slugOfTitle(title: string): string | undefined {
  const slug = slugify(title, LONGEST_SLUG, NO_SLUG);
  return slug === NO_SLUG ? undefined : slug;
}

const line = (max: number) =>
  z
    .string('must be a text; put it in quotation marks')
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(
      (text) => !hasControlOrBidi(text) && isStorable(text),
      'must not contain control characters or text-direction characters',
    )
    .normalize('NFC');

const frontMatter = z.strictObject({
  title: line(200),
  author: line(100),
  date: z.string('must be a day such as 2027-03-28').refine(isDay, 'must be a day such as 2027-03-28'),
  slug: line(LONGEST_SLUG).regex(SLUG, 'must have small letters, digits and single hyphens only').optional(),
  language: line(35)
    .transform((tag, context) => {
      const language = canonicalLanguage(tag);
      if (language === undefined) context.addIssue('must be a language tag such as en or de-AT');
      return language ?? tag;
    })
    .optional(),
  domain: line(300)
    .transform((given, context) => {
      const host = canonicalHost(given);
      if (host === undefined) context.addIssue('must be the host of a site, such as www.example.com');
      return host ?? given;
    })
    .optional(),
});

const refused = (at: number, reason: string): ReadArticle => ({ ok: false, problem: { line: at, reason } });

/** The line of a field of the front matter, whose first line is the second of the file. */
function lineOf(document: Document, lines: LineCounter, name: PropertyKey | undefined): number {
  const { contents } = document;
  if (name === undefined || !isMap(contents)) return 1;
  const pair = contents.items.find(({ key }) => String(key) === String(name));
  const at = (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0];
  return at === undefined ? 1 : lines.linePos(at).line + 1;
}

function hasStructure(document: Document): boolean {
  const { contents } = document;
  return isMap(contents) && contents.items.some(({ value }) => isCollection(value) || isAlias(value));
}

function readFrontMatter(
  yaml: string,
):
  | { ok: true; fields: z.output<typeof frontMatter> & { slug: string } }
  | { ok: false; problem: FileProblem } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, schema: 'core', prettyErrors: false });
  const [fault] = document.errors;
  const wrong = (at: number, reason: string) => ({ ok: false as const, problem: { line: at, reason } });
  if (fault)
    return wrong(lines.linePos(fault.pos[0]).line + 1, `The front matter is no valid YAML: ${fault.code}.`);
  if (!isMap(document.contents)) return wrong(2, 'The front matter must have fields such as "title: …".');
  if (hasStructure(document)) return wrong(2, 'The fields of the front matter must be simple texts.');
  const parsed = frontMatter.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) {
    // Two articles without a slug of their own would be taken for one.
    const slug = parsed.data.slug ?? slugOfTitle(parsed.data.title);
    return slug === undefined
      ? wrong(lineOf(document, lines, 'title'), '"slug" is missing, and none can be made of the title.')
      : { ok: true, fields: { ...parsed.data, slug } };
  }
  const issue = parsed.error.issues[0]!;
  const name = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0];
  const shown = /^\w{1,32}$/.test(String(name)) ? `"${String(name)}"` : 'A field';
  const isMissing = name !== undefined && !document.has(String(name));
  const says = issue.code === 'unrecognized_keys' ? 'is no field of an article' : issue.message;
  return wrong(lineOf(document, lines, name), `${shown} ${isMissing ? 'is missing' : says}.`);
}

/** The text between the two lines of dashes, and where the article begins. */
function split(file: string): { yaml: string; body: string; bodyLine: number } | FileProblem {
  const opening = /^---[ \t]*\r?\n/.exec(file)?.[0];
  if (opening === undefined)
    return { line: 1, reason: 'The file must begin with front matter between lines of three dashes.' };
  const head = file.slice(opening.length, opening.length + LONGEST_FRONT_MATTER);
  const closing = /^---[ \t]*(?:\r?\n|$)/m.exec(head);
  if (!closing)
    return {
      line: 1,
      reason: 'The front matter has no end: a line of three dashes within 4,000 characters.',
    };
  const yaml = head.slice(0, closing.index);
  const before = opening + yaml + closing[0];
  return { yaml, body: file.slice(before.length), bodyLine: before.split('\n').length };
}

/**
 * Reads an article from a Markdown file with YAML front matter: `title`, `author` and `date` are required, `slug` is made of the title
 * where it is left out. Unknown fields, nested ones and aliases are refused, as are texts that are too long, empty, or nested deeper
 * than any that was written to be read.
 */
export function readArticleFile(file: string): ReadArticle {
  if (file.length > LONGEST_ARTICLE + LONGEST_FRONT_MATTER)
    return refused(1, `The file is longer than ${LONGEST_ARTICLE} characters.`);
  if (!isStorable(file)) return refused(1, 'The file is no text in UTF-8.');
  const parts = split(file.replace(/^\ufeff/, ''));
  if ('reason' in parts) return { ok: false, problem: parts };
  const read = readFrontMatter(parts.yaml);
  if (!read.ok) return read;
  // A blank line below the front matter is part of neither.
  const content = parts.body.replace(/^(?:[ \t]*\r?\n)+/, '');
  const problem = contentProblem(content);
  if (problem !== undefined) return refused(parts.bodyLine, problem);
  const { title, author, date, slug, language, domain } = read.fields;
  return {
    ok: true,
    article: {
      ...{ title, author, date, slug, content },
      language: language ?? null,
      domain: domain ?? null,
    },
  };
}

/** What keeps a text from being that of an article, in a sentence; undefined where nothing does. */
export function contentProblem(content: string): string | undefined {
  if (content.length > LONGEST_ARTICLE) return `The text is longer than ${LONGEST_ARTICLE} characters.`;
  if (content.trim() === '') return 'There is no text.';
  if (!isStorable(content)) return 'The text contains null characters or half characters.';
  if (isTooComplex(content))
    return 'The text is nested deeper, or has more marks, than any that was written to be read.';
  return undefined;
}
