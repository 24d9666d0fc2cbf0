import { toUnicode } from 'punycode/';

/** Scripts that are written together in one word. */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
].map((scripts) => new RegExp(`^(?:${scripts.map((name) => `\\p{Script=${name}}`).join('|')})*$`, 'u'));

const SCRIPTS = (
  'Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam ' +
  'Sinhala Thai Lao Tibetan Myanmar Ethiopic Cherokee Khmer Mongolian Han Hiragana Katakana Hangul Bopomofo'
)
  .split(' ')
  .map((name) => new RegExp(`^\\p{Script=${name}}*$`, 'u'));

/** Letters of other scripts that look like Latin ones. */
const LIKE_LATIN = /^[асԁеһіјӏорԛѕԝхуъЬҽпгѵѡкмтвαονρτικυχεη]+$/u;

/** No name is longer, in UTF-16 units. Nothing is known of what could not be looked up. */
const LONGEST_HOST = 1_024;

function isMixed(letters: string): boolean {
  return ![...SCRIPTS, ...TOGETHER].some((script) => script.test(letters));
}

/**
 * Whether a host, in Unicode or as punycode, has a label that passes for another: letters of scripts that are not written together,
 * or letters of another script that all look like Latin ones.
 */
export function isLookAlike(host: string): boolean {
  if (host.length > LONGEST_HOST) return true;
  if (!/xn--|[^\p{ASCII}]/iu.test(host)) return false;
  let shown: string;
  try {
    shown = toUnicode(host.toLowerCase()).normalize('NFKC');
  } catch {
    return true;
  }
  const labels = shown.split('.');
  const isLatinName = /^[a-z]+$/.test(labels.at(-1) ?? '');
  return labels.some((label) => {
    const letters = label.replace(/[^\p{L}]/gu, '').replace(/[\p{Script=Common}\p{Script=Inherited}]/gu, '');
    return isMixed(letters) || (isLatinName && LIKE_LATIN.test(letters));
  });
}
