import { Parser } from 'htmlparser2';
import { isHidden, isTag } from './tags';

/** What a reader of HTML is told, in order. Names are in lower case. */
export interface HtmlEvents {
  text(text: string): void;
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
}

/** How text is handed over: as shown, or as written, with its character references. */
export interface HtmlOptions {
  decode: boolean;
}

/** Instructions to programs; anything else of their form is text. */
const INSTRUCTION = /^<[!?](?:doctype|xml|php)\b/i;

/** A comment that never ends would hide all that follows, so its mark becomes text. */
function withoutOpenComments(html: string): string {
  const last = html.lastIndexOf('-->');
  const rest = html.slice(last + 1);
  return rest.includes('<!--') ? html.slice(0, last + 1) + rest.replaceAll('<!--', '&lt;!--') : html;
}

/**
 * Reads HTML in time proportional to its length: the shown text and its elements, without comments, scripts and styles. What only
 * looks like a tag is text. Answers whether all of the text was handed over; false if a script or style never ends.
 */
export function readHtml(html: string, { decode }: HtmlOptions, events: HtmlEvents): boolean {
  const source = withoutOpenComments(html);
  /** Hands over as text what has the form of markup. */
  const literal = (markup: string): void => {
    if (hidden === undefined) events.text(decode ? markup : markup.replaceAll('<', '&lt;'));
  };
  let hidden: string | undefined;
  let read = 0;
  const parser = new Parser(
    {
      ontext(value) {
        read = parser.endIndex + 1;
        if (hidden === undefined) events.text(value);
      },
      onopentag(name, attributes) {
        read = parser.endIndex + 1;
        const tag = source.slice(parser.startIndex, parser.endIndex + 1);
        if (hidden !== undefined) return;
        // Elements that the parser itself supplies have no tag.
        if (tag.startsWith('<') && !isTag(tag)) literal(tag);
        else if (isHidden(name)) hidden = name;
        else events.open(name, attributes);
      },
      onclosetag(name, isImplied) {
        const tag = source.slice(parser.startIndex, parser.endIndex + 1);
        if (!isImplied) read = parser.endIndex + 1;
        if (hidden === name) hidden = isImplied ? hidden : undefined;
        else if (!isImplied && tag.startsWith('</') && !isTag(tag)) literal(tag);
        else if (hidden === undefined) events.close(name);
      },
      oncomment(data) {
        read = parser.endIndex + 1;
        const markup = source.slice(parser.startIndex, parser.endIndex + 1);
        if (data.startsWith('[CDATA[')) literal(data.replace(/^\[CDATA\[|\]\]$/g, ''));
        else if (!markup.startsWith('<!--') && !INSTRUCTION.test(markup)) literal(markup);
      },
      onprocessinginstruction() {
        read = parser.endIndex + 1;
        const markup = source.slice(parser.startIndex, parser.endIndex + 1);
        if (!INSTRUCTION.test(markup)) literal(markup);
      },
    },
    { decodeEntities: decode, lowerCaseTags: true },
  );
  parser.end(source);
  // The beginning of a tag that never ends; ends of elements that never began are not told of either.
  const rest = source.slice(read).replace(/<\/[^<>]*>/g, '');
  if (rest.trim() !== '') literal(rest);
  return hidden === undefined;
}
