/** Text that is HTML already; everything else is escaped on its way into a page. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: words, which are escaped, and pieces of HTML. */
export type Piece = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function asHtml(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(({ text }) => text).join('');
  return String(piece).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A template whose values are escaped unless they are {@link Markup}. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + asHtml(pieces[index - 1]!) + string));
}

/** Prose in which words between back-ticks are code. */
export function prose(text: string): Markup {
  const parts = text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
  return html`${parts}`;
}

/** Nothing. */
export const NOTHING = new Markup('');

/** Pieces one after the other, with words between them. */
export function joined(pieces: readonly Markup[], between: string): Markup {
  return new Markup(pieces.map(({ text }) => text).join(asHtml(between)));
}

/** One line of a list of definitions: a name in code, what is said beside it, and its text. */
export function entry(options: { name: string; note: string; text: Markup }): Markup {
  const { name, note, text } = options;
  return html`<dt><code>${name}</code>${note ? html` <small>${note}</small>` : NOTHING}</dt>
    <dd>${text}</dd>`;
}
