import type { Nodes, RootContent } from 'mdast';
import { frontMatterLength, walk } from '../text/markdown/parse';
import { plainTextOf } from '../text/markdown/plain-text';
import { cutOff } from './cut-off';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import { MIN_SECTIONS, MAX_FINDINGS_PER_CHECK } from './thresholds';

function titleHeadings({ headings }: Draft): Finding[] {
  return headings
    .filter(({ depth }) => depth === 1)
    .slice(0, 1)
    .map(({ text }) => found('structure.h1', { quote: quoteOf(text) }));
}

function sectionCount({ headings }: Draft): Finding[] {
  const count = headings.filter(({ depth }) => depth === 2).length;
  if (count >= MIN_SECTIONS) return [];
  return [
    found('structure.sections', {
      reason: `The text has ${count} sections with a "## " heading; at least ${MIN_SECTIONS} are needed.`,
    }),
  ];
}

function levelJumps({ headings }: Draft): Finding[] {
  return headings
    .filter(({ depth }, index) => depth > (headings[index - 1]?.depth ?? 1) + 1)
    .slice(0, MAX_FINDINGS_PER_CHECK)
    .map(({ depth, text }) =>
      found('structure.level-jump', {
        reason: `A level ${depth} heading has no level ${depth - 1} heading above it.`,
        hint: `Move "${quoteOf(text)}" one level up, or put it under a level ${depth - 1} heading.`,
        quote: quoteOf(text),
      }),
    );
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
  // A title at the top is a fault of its own; it does not make the paragraph below it a section.
  const first = root.children.findIndex((node) => node.type === 'heading' && node.depth > 1);
  const before = first < 0 ? root.children : root.children.slice(0, first);
  const hasText = before.some((node) => node.type !== 'heading' && plainTextOf(node).trim() !== '');
  if (hasText) return [];
  return [found('structure.introduction')];
}

function isEmptySection(children: RootContent[], start: number): boolean {
  const own = children[start];
  if (own?.type !== 'heading') return false;
  for (let at = start + 1; at < children.length; at++) {
    const node = children[at]!;
    if (node.type === 'heading') return node.depth <= own.depth;
    if (isVisible(node)) return false;
  }
  return true;
}

function emptySections({ root }: Draft): Finding[] {
  return root.children
    .filter((_, index) => isEmptySection(root.children, index))
    .slice(0, MAX_FINDINGS_PER_CHECK)
    .map((node) => {
      const quote = quoteOf(plainTextOf(node));
      if (!quote) return found('structure.empty-section');
      return found('structure.empty-section', {
        reason: `The section "${quote}" has no text.`,
        hint: `Write the section "${quote}" or remove its heading.`,
        quote,
      });
    });
}

function markup({ written, input }: Draft): Finding[] {
  const findings: Finding[] = [];
  if (frontMatterLength(input.markdown) > 0) {
    findings.push(found('structure.front-matter'));
  }
  let html: string | undefined;
  walk(written, (node) => {
    if (node.type === 'html' && !/^<br\s*\/?>$/i.test(node.value)) html ??= node.value;
  });
  if (html !== undefined) {
    findings.push(found('structure.html', { quote: quoteOf(html) }));
  }
  return findings;
}

/**
 * Reports structural problems: a title in the body, too few sections, no introduction, empty sections, an end that is
 * missing, markup other than Markdown.
 */
export const checkStructure: Check = (draft) =>
  [titleHeadings, sectionCount, levelJumps, introduction, emptySections, cutOff, markup].flatMap((part) =>
    part(draft),
  );
