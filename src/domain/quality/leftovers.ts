import { comparable } from '../text/compare';
import type { Check } from './draft';
import { LEFTOVERS } from './leftover-phrases';
import type { PhraseRule } from './phrases';
import { findPhrases, searchedTexts } from './phrases';

/** Subjects whose texts speak of keywords and instructions themselves. */
const ABOUT_WRITING =
  /keyword|\bseo\b|prompt|briefing|copywrit|schlüsselw|mots?-clé|palabras? clave|référencement|posicionamiento/iu;

/** "TODO" is also a word, of Spanish and of lists; where something is left to do, a sign stands beside it or nothing else. */
function isNote(before: string, hit: string, after: string): boolean {
  if (hit !== 'TODO') return true;
  return /^\s*[:\])]/.test(after) || /[[(]\s*$/.test(before) || (before.trim() + after.trim()).length === 0;
}

/** Reports traces of how the text was produced: a model's voice, instructions, notes, filler, placeholders. */
export const checkLeftovers: Check = (draft) => {
  const { keyword, names = [], title } = draft.input;
  const ordered = [keyword, ...names].map(comparable);
  const isAboutWriting = [title, keyword, ...names].some((name) => ABOUT_WRITING.test(name));
  const counts: Partial<Record<string, PhraseRule['counts']>> = {
    // A product must be allowed its own name, whatever it looks like.
    'leftovers.placeholder': (_, hit) => !ordered.some((name) => name.includes(comparable(hit))),
    'leftovers.note': isNote,
  };
  const headings = draft.passages.flatMap(({ kind, text }) => (kind === 'heading' ? [text] : []));
  const searched = { all: searchedTexts(draft), headings };
  return LEFTOVERS.filter(({ id }) => !(isAboutWriting && id === 'leftovers.prompt')).flatMap(
    ({ id, pattern, inHeadings }) =>
      findPhrases(inHeadings ? searched.headings : searched.all, [
        // What somebody is quoted as saying is a report, not a trace.
        { id, pattern, counts: counts[id], exceptQuoted: true },
      ]),
  );
};
