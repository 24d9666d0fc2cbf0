import type { PageType } from '../../contract/items';

/** A part of a page, written in one step. */
export interface PageComponent {
  /** A machine word, unique within the page. */
  id: string;
  /** What it is called, in English. */
  name: string;
  /** What it is to say. */
  brief: string;
  /** How many words it is to have, about. */
  words: number;
}

type Known = Omit<PageComponent, 'id'>;

/** Every component that is known by name. A page may order others; these say themselves what they are for. */
export const COMPONENTS = {
  introduction: {
    name: 'Introduction',
    brief: 'Says in plain words what the page is about, for whom it is, and why it is worth reading on.',
    words: 90,
  },
  benefits: {
    name: 'Benefits',
    brief: 'What gets better for whoever has it, each point with the reason.',
    words: 110,
  },
  features: {
    name: 'Features',
    brief: 'What it has and does, point by point, with what each is good for.',
    words: 110,
  },
  specifications: {
    name: 'Specifications',
    brief: 'What to look for in materials, sizes and figures, without inventing any.',
    words: 90,
  },
  'use-cases': {
    name: 'Use cases',
    brief: 'Situations in which it is used, each as a short scene of daily life.',
    words: 110,
  },
  'how-to-use': {
    name: 'How to use it',
    brief: 'How it is used, step by step, from unpacking to putting it away.',
    words: 110,
  },
  care: {
    name: 'Care',
    brief: 'How it is cleaned, kept and repaired so that it lasts.',
    words: 90,
  },
  comparison: {
    name: 'Comparison',
    brief: 'How it differs from other solutions, and for whom another one is better.',
    words: 110,
  },
  questions: {
    name: 'Questions and answers',
    brief: 'Three questions that buyers ask before they decide, each with a straight answer.',
    words: 130,
  },
  'call-to-action': {
    name: 'Call to action',
    brief: 'Invites to the next step in two or three sentences, without pressure.',
    words: 60,
  },
  overview: {
    name: 'Overview',
    brief: 'What belongs to this range, and how it is sorted.',
    words: 110,
  },
  'how-to-choose': {
    name: 'How to choose',
    brief: 'The questions that lead to the right choice, in the order in which to ask them.',
    words: 120,
  },
  types: {
    name: 'Types',
    brief: 'The kinds there are, what each is made for, and where its limits are.',
    words: 120,
  },
  materials: {
    name: 'Materials',
    brief: 'What things of this kind are made of, and what that means in use.',
    words: 100,
  },
  sizes: {
    name: 'Sizes and fit',
    brief: 'How to find the right size, and what to measure first.',
    words: 90,
  },
  'price-guide': {
    name: 'What it costs',
    brief: 'What makes the difference between cheap and dear ones, without naming prices.',
    words: 90,
  },
  bestsellers: {
    name: 'What others choose',
    brief: 'What is chosen most for which purpose, and why, without made-up figures.',
    words: 90,
  },
  story: {
    name: 'Story',
    brief: 'Where it comes from and what drives the people behind it, told without superlatives.',
    words: 130,
  },
  values: {
    name: 'Values',
    brief: 'What it stands for, and how that shows in daily work.',
    words: 100,
  },
  craftsmanship: {
    name: 'How it is made',
    brief: 'How things are made, and what is done with special care.',
    words: 110,
  },
  sustainability: {
    name: 'Sustainability',
    brief: 'What is done to use less and last longer, soberly and without promises.',
    words: 100,
  },
  range: {
    name: 'Range',
    brief: 'What is offered, in groups, and where to begin.',
    words: 100,
  },
  audience: {
    name: 'Who it is for',
    brief: 'The people who are at home here, and what they come for.',
    words: 90,
  },
  service: {
    name: 'Service',
    brief: 'What help there is before and after buying.',
    words: 80,
  },
  mood: {
    name: 'Mood',
    brief: 'A picture in words: light, colours, sounds of the moment that the page is about.',
    words: 100,
  },
  ideas: {
    name: 'Ideas',
    brief: 'Three ideas to try at once, each in a few sentences.',
    words: 130,
  },
  'seasonal-tips': {
    name: 'Through the seasons',
    brief: 'What changes through the year, and what to make of it.',
    words: 110,
  },
  'style-guide': {
    name: 'Style guide',
    brief: 'What goes with what, and what better does not.',
    words: 110,
  },
  'step-by-step': {
    name: 'Step by step',
    brief: 'One project from beginning to end, in numbered steps.',
    words: 130,
  },
  mistakes: {
    name: 'Common mistakes',
    brief: 'What often goes wrong, and how to do better.',
    words: 110,
  },
  'expert-tip': {
    name: 'A tip from practice',
    brief: 'One piece of advice that only practice teaches.',
    words: 70,
  },
  hook: {
    name: 'Opening',
    brief: 'A question or an observation that readers recognise themselves in.',
    words: 70,
  },
  'did-you-know': {
    name: 'Did you know?',
    brief: 'Something surprising that can be checked at home.',
    words: 80,
  },
  quiz: {
    name: 'Which type are you?',
    brief: 'Three questions with which readers find out what suits them, with what each answer means.',
    words: 130,
  },
  challenge: {
    name: 'Challenge',
    brief: 'A small task for the next days, and how to tell that it worked.',
    words: 100,
  },
  discussion: {
    name: 'Your opinion',
    brief: 'An open question to readers, with two views on it.',
    words: 90,
  },
  'reader-stories': {
    name: 'Share your story',
    brief: 'Invites readers to tell of their own experience, and says what is interesting about it.',
    words: 80,
  },
  checklist: {
    name: 'Checklist',
    brief: 'What to think of, as a list to tick off.',
    words: 100,
  },
  takeaways: {
    name: 'In short',
    brief: 'The three things to remember.',
    words: 70,
  },
} as const satisfies Record<string, Known>;

export type ComponentId = keyof typeof COMPONENTS;

/** The ten components of each type of page that names none of its own, in their order. */
export const DEFAULT_COMPONENTS: Record<PageType, readonly ComponentId[]> = {
  product: [
    'introduction',
    'benefits',
    'features',
    'specifications',
    'use-cases',
    'how-to-use',
    'care',
    'comparison',
    'questions',
    'call-to-action',
  ],
  category: [
    'introduction',
    'overview',
    'how-to-choose',
    'types',
    'materials',
    'sizes',
    'price-guide',
    'bestsellers',
    'questions',
    'call-to-action',
  ],
  brand: [
    'introduction',
    'story',
    'values',
    'craftsmanship',
    'sustainability',
    'range',
    'audience',
    'service',
    'questions',
    'call-to-action',
  ],
  inspire: [
    'introduction',
    'mood',
    'ideas',
    'seasonal-tips',
    'style-guide',
    'step-by-step',
    'mistakes',
    'expert-tip',
    'questions',
    'call-to-action',
  ],
  engage: [
    'hook',
    'did-you-know',
    'quiz',
    'challenge',
    'discussion',
    'reader-stories',
    'checklist',
    'expert-tip',
    'takeaways',
    'call-to-action',
  ],
};

/** Words of a component that nobody has described. */
const OTHER_WORDS = 100;

function spelling(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

const BY_SPELLING = new Map<string, ComponentId>(
  (Object.keys(COMPONENTS) as ComponentId[]).flatMap((id) => [
    [spelling(id), id],
    [spelling(COMPONENTS[id].name), id],
  ]),
);

/**
 * The components of a page: those of its type, or the ones named. A name may be that of a known component, in any spelling of its
 * capitals, spaces and hyphens; another one is a component of that name. One that comes twice counts once.
 */
export function componentsOf(page: {
  pageType: PageType;
  wanted?: readonly string[] | undefined;
}): PageComponent[] {
  const wanted = page.wanted ?? DEFAULT_COMPONENTS[page.pageType];
  const found = new Map<string, PageComponent>();
  const seen = new Set<string>();
  for (const name of wanted) {
    const known = BY_SPELLING.get(spelling(name));
    const key = known ?? spelling(name);
    if (seen.has(key)) continue;
    seen.add(key);
    // Ids go into histories, where nobody's own words belong.
    const id = known ?? `part-${found.size + 1}`;
    found.set(id, {
      id,
      ...(known
        ? COMPONENTS[known]
        : { name, brief: `What a reader of this page wants to know under "${name}".`, words: OTHER_WORDS }),
    });
  }
  return [...found.values()];
}
