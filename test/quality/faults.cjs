// Faults that are mechanical, and what makes one out of a good text. Each gives the same for the same text.

const HEADING = /^## /m;

/** The introduction and the sections of a text, each section with its heading. */
function sectionsOf(markdown) {
  const [introduction, ...sections] = markdown.split(HEADING);
  return { introduction, sections: sections.map((section) => `## ${section}`) };
}

const joined = ({ introduction, sections }) => introduction + sections.join('');

function withSection(markdown, number, change) {
  const parts = sectionsOf(markdown);
  parts.sections[number - 1] = change(parts.sections[number - 1]);
  return joined(parts);
}

const paragraphsOf = (text) => text.trim().split(/\n{2,}/);
const headingOf = (section) => section.slice(0, section.indexOf('\n'));
const bodyOf = (section) => section.slice(section.indexOf('\n')).trim();

/** Each fault takes a text and its settings and returns the text with the fault. Sections count from one. */
const FAULTS = {
  /** The fault is in the order, such as another language or length. */
  none: ({ markdown }) => markdown,

  /** The end is missing: the text stops at a share of its length, within a word or after one. */
  cut: ({ markdown, share, atWord = false }) => {
    let end = Math.floor(markdown.length * share);
    const isLetter = (at) => /\p{L}/u.test(markdown[at] ?? '');
    const fits = () => isLetter(end - 1) && (atWord ? markdown[end] === ' ' : isLetter(end));
    while (!fits()) end -= 1;
    return markdown.slice(0, end);
  },

  /** Headings are only set in bold. */
  boldHeadings: ({ markdown }) => markdown.replace(/^## (.*)$/gm, '**$1**'),

  /** A heading without its space, and emphasis that begins and never ends. */
  brokenMarks: ({ markdown }) =>
    withSection(markdown, 2, (section) => section.replace('## ', '##')).replace(
      /\n\n(\p{L}+ )(?=[^#]*$)/u,
      '\n\n**$1',
    ),

  /** A section keeps its heading only. */
  emptySection: ({ markdown, section }) => withSection(markdown, section, (text) => `${headingOf(text)}\n\n`),

  /** Only the first sections are there. */
  firstSections: ({ markdown, count }) => {
    const { introduction, sections } = sectionsOf(markdown);
    return joined({ introduction, sections: sections.slice(0, count) });
  },

  /** The last paragraph of a section comes again at the end. */
  repeatParagraph: ({ markdown, section }) =>
    `${markdown.trim()}\n\n${paragraphsOf(sectionsOf(markdown).sections[section - 1]).at(-1)}\n`,

  /** A section has the body of another text's section. */
  foreignSection: ({ markdown, section, donor }) =>
    withSection(
      markdown,
      section,
      (text) => `${headingOf(text)}\n\n${bodyOf(sectionsOf(donor).sections[section - 1])}\n\n`,
    ),

  /** The sections stand in reverse order, and each so manieth word is left out. */
  nearCopy: ({ markdown, every }) => {
    const { introduction, sections } = sectionsOf(markdown);
    let count = 0;
    return joined({ introduction, sections: sections.reverse().map((text) => `${text.trim()}\n\n`) }).replace(
      /(?<= )\p{L}+ /gu,
      (word) => (++count % every === 0 ? '' : word),
    );
  },

  /** The first sections are one paragraph. */
  wall: ({ markdown, sections: count }) => {
    const { introduction, sections } = sectionsOf(markdown);
    const wall = sections.slice(0, count).map((text) => paragraphsOf(bodyOf(text)).join(' '));
    return joined({
      introduction,
      sections: [`${headingOf(sections[0])}\n\n${wall.join(' ')}\n\n`, ...sections.slice(count)],
    });
  },

  /** A sentence more at the end of a section. */
  append: ({ markdown, section, text }) =>
    withSection(markdown, section, (own) => `${own.trim()} ${text}\n\n`),

  /** A phrase is replaced wherever it occurs. */
  replace: ({ markdown, what, by }) => markdown.replaceAll(what, by),
};

module.exports = { FAULTS };
