/** Language, script, region and a variant; no extensions, which say nothing of the language of a text. */
export const LANGUAGE_TAG =
  /^(?:[A-Za-z]{2,3}|[A-Za-z]{5,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z\d]{5,8}|\d[A-Za-z\d]{3}))?$/;

/** The longest tag, in characters. */
export const LONGEST_TAG = 35;

/** A language tag (BCP 47) in its canonical form; undefined for what is none. */
export function canonicalLanguage(tag: string): string | undefined {
  if (tag.length > LONGEST_TAG || !LANGUAGE_TAG.test(tag)) return undefined;
  return Intl.getCanonicalLocales(tag)[0] ?? tag;
}
