import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project. */
export const ROOT = path.join(__dirname, '..', '..');

/** A document of the project; its name is relative to the root. */
export interface Document {
  name: string;
  text: string;
}

/** Reads a file of the project. */
export function readProjectFile(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8');
}

/** Every Markdown file at the root, under docs/ and under examples/. */
export function allDocuments(): Document[] {
  const names = [
    ...readdirSync(ROOT),
    ...['docs', 'examples'].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.join(folder, name),
      ),
    ),
  ].filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => ({ name, text: readProjectFile(name) }));
}

/** All code of a document: its fenced blocks and its inline spans. */
export function codeOf(text: string): string[] {
  const fence = /^```[^\n]*\n([\s\S]*?)^```/gm;
  const blocks = [...text.matchAll(fence)].map((match) => match[1]!);
  const spans = [...text.replace(fence, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
  return [...blocks, ...spans];
}

/** The part of a document under a heading, up to the next one of the same or a higher level. */
export function sectionOf(text: string, heading: string): string {
  const lines = text.split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) throw new Error(`no heading "${heading}"`);
  const level = /^#+/.exec(heading)![0].length;
  const length = lines
    .slice(from + 1)
    .findIndex((line) => /^#+ /.test(line) && /^#+/.exec(line)![0].length <= level);
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n');
}

/** The rows of all tables of a text, cell by cell, without heads and rules. */
export function tableRows(text: string): string[][] {
  const rows: string[][] = [];
  let inBody = false;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) inBody = false;
    else if (/^\|[\s:|-]+\|$/.test(line)) inBody = true;
    else if (inBody)
      rows.push(
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      );
  }
  return rows;
}
