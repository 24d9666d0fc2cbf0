import type { Nodes, RootContent } from 'mdast';
import { frontMatterLength, walk } from '../markdown/parse';
import { plainTextOf } from '../markdown/plain-text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { FEWEST_SECTIONS, MOST_FINDINGS_PER_CHECK } from './thresholds';

function titleHeadings({ headings }: Draft): Finding[] {
  return headings
    .filter(({ depth }) => depth === 1)
    .slice(0, 1)
    .map(({ text }) => ({
      id: 'structure.h1',
      severity: 'blocking',
      reason: 'The body has a heading of the first level, which belongs to the title alone.',
      hint: 'Leave the title out of the body and use "## " for its main headings.',
      quote: quoteOf(text),
    }));
}

function sectionCount({ headings }: Draft): Finding[] {
  const count = headings.filter(({ depth }) => depth === 2).length;
  if (count >= FEWEST_SECTIONS) return [];
  return [
    {
      id: 'structure.sections',
      severity: 'blocking',
      reason: `The text has ${count} sections with a "## " heading; at least ${FEWEST_SECTIONS} are needed.`,
      hint: `Divide the text into at least ${FEWEST_SECTIONS} sections, each under a "## " heading that says what is in it.`,
    },
  ];
}

function levelJumps({ headings }: Draft): Finding[] {
  return headings
    .filter(({ depth }, index) => depth > (headings[index - 1]?.depth ?? 1) + 1)
    .slice(0, MOST_FINDINGS_PER_CHECK)
    .map(({ depth, text }) => ({
      id: 'structure.level-jump',
      severity: 'minor',
      reason: `A heading of level ${depth} stands where level ${depth - 1} is missing above it.`,
      hint: `Put "${quoteOf(text)}" one level higher, or under a heading of level ${depth - 1}.`,
      quote: quoteOf(text),
    }));
}

function isVisible(node: Nodes): boolean {
  let visible = node.type === 'table' || node.type === 'code' || plainTextOf(node).trim() !== '';
  walk(node, ({ type }) => {
    visible ||= type === 'image' || type === 'imageReference';
  });
  return visible;
}

function introduction({ root, headings }: Draft): Finding[] {
  if (headings.length === 0) return [];
  // A title at the top is a fault of its own and does not make the paragraph under it a section.
  const first = root.children.findIndex((node) => node.type === 'heading' && node.depth > 1);
  const before = first < 0 ? root.children : root.children.slice(0, first);
  const hasText = before.some((node) => node.type !== 'heading' && plainTextOf(node).trim() !== '');
  if (hasText) return [];
  return [
    {
      id: 'structure.introduction',
      severity: 'minor',
      reason: 'The text begins with a heading; there is no introduction.',
      hint: 'Begin with a paragraph, before the first heading, that says what the reader will get from the text.',
    },
  ];
}

function isEmptySection(children: RootContent[], start: number): boolean {
  const own = children[start];
  if (own?.type !== 'heading') return false;
  for (const node of children.slice(start + 1)) {
    if (node.type === 'heading') return node.depth <= own.depth;
    if (isVisible(node)) return false;
  }
  return true;
}

function emptySections({ root }: Draft): Finding[] {
  return root.children
    .filter((_, index) => isEmptySection(root.children, index))
    .slice(0, MOST_FINDINGS_PER_CHECK)
    .map((node) => {
      const quote = quoteOf(plainTextOf(node));
      return {
        id: 'structure.empty-section',
        severity: 'blocking',
        reason: quote ? `Nothing stands under the heading "${quote}".` : 'There is a heading without text.',
        hint: quote
          ? `Write the section "${quote}" or leave its heading out.`
          : 'Remove the heading without text.',
        ...(quote ? { quote } : {}),
      };
    });
}

function markup({ root, input }: Draft): Finding[] {
  const findings: Finding[] = [];
  if (frontMatterLength(input.markdown) > 0) {
    findings.push({
      id: 'structure.front-matter',
      severity: 'minor',
      reason: 'The text begins with a block of metadata between "---" lines.',
      hint: 'Begin with the text itself; leave out the metadata between "---" lines.',
    });
  }
  let html: string | undefined;
  walk(root, (node) => {
    if (node.type === 'html' && !/^<br\s*\/?>$/i.test(node.value)) html ??= node.value;
  });
  if (html !== undefined) {
    findings.push({
      id: 'structure.html',
      severity: 'minor',
      reason: 'The text holds raw HTML, which is lost when it is published.',
      hint: 'Use Markdown only; replace every HTML tag by its Markdown form or leave it out.',
      quote: quoteOf(html),
    });
  }
  return findings;
}

/** Whether the draft is built as a page: no title of its own, sections, an introduction, nothing empty, Markdown only. */
export const checkStructure: Check = (draft) =>
  [titleHeadings, sectionCount, levelJumps, introduction, emptySections, markup].flatMap((part) =>
    part(draft),
  );
