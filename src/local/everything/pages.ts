import { html, joined, Markup, NOTHING } from '../../api/docs/html';
import { slugOfTitle } from '../../domain/catalogue/article-file';
import { toHtml } from '../../domain/text/markdown';
import { HEADS, cellsOf } from './table';
import type { TableRow } from './table';

/** A text that was made, with where it is shown. */
export interface ShownText {
  kind: string;
  title: string;
  /** BCP 47. */
  language: string;
  markdown: string;
}

/** A file of the demo's output. */
export interface OutputFile {
  name: string;
  content: string;
}

/** Characters of a title in a file's name. */
const NAME_LENGTH = 60;

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.6 Georgia, 'Times New Roman', serif; overflow-wrap: anywhere; }
body.wide { max-width: 70rem; font-family: system-ui, sans-serif; font-size: 15px; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
nav, footer { font: 14px/1.5 system-ui, sans-serif; color: #777; }
`;

/** A whole page; nothing is loaded from elsewhere, and nothing in it runs. */
function page(options: { title: string; language: string; body: Markup; look?: 'wide' }): string {
  const { title, language, body, look = '' } = options;
  return html`<!DOCTYPE html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body class="${look}">
        ${body}
      </body>
    </html> `.text;
}

/** The name of the file of the n-th text, from 1: ASCII letters, digits and hyphens, whatever its title holds. */
export function fileNameOf(n: number, title: string): string {
  const slug = (slugOfTitle(title) ?? '')
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, NAME_LENGTH)
    .replace(/-$/, '');
  return `${String(n).padStart(2, '0')}${slug ? `-${slug}` : ''}.html`;
}

function textPage({ kind, title, language, markdown }: ShownText): string {
  const heading = markdown.trimStart().startsWith('# ') ? NOTHING : html`<h1>${title}</h1>`;
  const body = html`<nav><a href="index.html">All results</a> · ${kind}</nav>
    <article>${heading} ${new Markup(toHtml(markdown))}</article>`;
  return page({ title: title || kind, language, body });
}

function tableOf(rows: readonly TableRow[]): Markup {
  const classOf = (n: number): string => (HEADS[n]!.isNumber ? 'number' : '');
  const head = HEADS.map(({ name }, n) => html`<th class="${classOf(n)}">${name}</th>`);
  const lines = rows.map((row) => {
    const cells = cellsOf(row).map((words, n) => html`<td class="${classOf(n)}">${words}</td>`);
    return html`<tr>
      ${cells}
    </tr>`;
  });
  return html`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${joined(lines, '\n')}
    </tbody>
  </table>`;
}

/** The pages of a run: every text, and `index.html` with the table and a link to each of them. */
export function outputFiles(run: {
  rows: readonly TableRow[];
  texts: readonly ShownText[];
  /** A sentence on what was measured. */
  summary: string;
}): OutputFile[] {
  const title = 'What Galley did';
  const texts = run.texts.map((text, n) => ({ text, name: fileNameOf(n + 1, text.title) }));
  const links = texts.map(
    ({ text, name }) => html`<li><a href="${name}">${text.title || name}</a> (${text.kind})</li>`,
  );
  const body = html`<h1>${title}</h1>
    <p>${run.summary}</p>
    ${tableOf(run.rows)}
    <h2>Texts</h2>
    <ol>
      ${joined(links, '\n')}
    </ol>
    <footer>Written by simulators, for demonstration only.</footer>`;
  return [
    { name: 'index.html', content: page({ title, language: 'en', body, look: 'wide' }) },
    ...texts.map(({ text, name }) => ({ name, content: textPage(text) })),
  ];
}
