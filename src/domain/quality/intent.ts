import type { SearchIntent } from '../../contract/bulk';
import { walk } from '../text/markdown/parse';
import { withoutContacts } from './facts/contacts';
import type { Check, Draft } from './draft';
import { openingDraft, titleDraft, usesKeyword } from './keywords';
import { found } from './rules';
import type { RuleId } from './rules';

/** Steps of a list, and rows of a table below its head, that a text must have at least. */
const LEAST_STEPS = 3;
const LEAST_ROWS = 2;

function asksQuestion({ headings }: Draft): boolean {
  // Also the question marks of Arabic, Greek and full width.
  return headings.some(({ text }) => /[?؟;？]\s*$/u.test(text));
}

function namesKeyword(draft: Draft, keyword: string): boolean {
  return usesKeyword(titleDraft(draft), keyword) && usesKeyword(openingDraft(draft), keyword);
}

function compares({ root }: Draft): boolean {
  let is = false;
  walk(root, (node) => {
    if (node.type === 'table')
      is ||= node.children.length > LEAST_ROWS && (node.children[0]?.children.length ?? 0) > 1;
  });
  return is;
}

function hasSteps({ root }: Draft): boolean {
  let is = false;
  walk(root, (node) => {
    if (node.type === 'list') is ||= node.ordered === true && node.children.length >= LEAST_STEPS;
  });
  return is;
}

/** What a text must have for each search intent, as far as a rule can see it. */
const NEEDED: Readonly<
  Record<SearchIntent, { rule: RuleId; has: (draft: Draft, keyword: string) => boolean }>
> = {
  informational: { rule: 'intent.question', has: asksQuestion },
  navigational: { rule: 'intent.name', has: namesKeyword },
  commercial: { rule: 'intent.comparison', has: compares },
  transactional: { rule: 'intent.steps', has: hasSteps },
};

/** Reports a text by keywords that lacks what its search intent asks for. */
export const checkIntent: Check = (draft) => {
  const { order } = draft.input;
  if (order?.mode !== 'keywords' || draft.words.length === 0) return [];
  const { rule, has } = NEEDED[order.searchIntent];
  const keyword = order.keywords.map(withoutContacts).find((text) => text !== '') ?? '';
  return has(draft, keyword) ? [] : [found(rule)];
};
