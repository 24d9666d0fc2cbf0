import { htmlTagNames } from 'html-tag-names';

const NAMES: ReadonlySet<string> = new Set(htmlTagNames);

/** Elements within a line; all others part words and lines. */
const INLINE: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp small ' +
    'span strike strong sub sup time tt u var wbr'
  ).split(' '),
);

/** Elements whose text nobody sees. */
const HIDDEN: ReadonlySet<string> = new Set(['head', 'script', 'style', 'template', 'title']);

/** Attributes that need no value. */
const BARE: ReadonlySet<string> = new Set(
  (
    'allowfullscreen async autofocus autoplay checked controls default defer disabled hidden inert ismap itemscope loop multiple ' +
    'muted nomodule noshade novalidate nowrap open playsinline readonly required reversed selected'
  ).split(' '),
);

const TAG = /^<\/?([a-z][^\s/>]*)([^]*?)\/?>$/i;
const ATTRIBUTE = /([^\s=/]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?/g;

/**
 * Whether what stands between angle brackets is HTML, and no comparison or placeholder: "<b>" and "<o:p>", but not
 * "<limit and size>" or "<your name>".
 */
export function isTag(source: string): boolean {
  const match = TAG.exec(source);
  if (!match) return false;
  const name = match[1]!.toLowerCase();
  // Elements of one's own have a hyphen, those of office programs a colon.
  if (!NAMES.has(name) && !/[-:]/.test(name)) return false;
  return [...match[2]!.matchAll(ATTRIBUTE)].every(
    ([, attribute, value]) => value !== undefined || BARE.has(attribute!.toLowerCase()),
  );
}

/** Whether an element stands within a line, so that the words before and after it are not parted. */
export function isInline(name: string): boolean {
  return INLINE.has(name) || /[-:]/.test(name);
}

/** Whether the text of an element is never shown. */
export function isHidden(name: string): boolean {
  return HIDDEN.has(name);
}

/** The tags in a text that shows them, such as "<br>". */
export function htmlTagsIn(text: string): string[] {
  return (text.match(/<\/?[a-z][^<>]{0,500}>/gi) ?? []).filter(isTag);
}
