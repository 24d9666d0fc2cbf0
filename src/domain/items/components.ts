import type { PageType } from '../../contract/items';
import { comparable } from '../text/compare';

/** A section of a page, written in one step. */
export interface PageComponent {
  /** Machine-readable and unique within the page. */
  id: string;
  /** Display name, in English. */
  name: string;
  /** What the section should cover. */
  brief: string;
  /** Approximate length. */
  words: number;
}

type Known = Omit<PageComponent, 'id'>;

/** Every predefined component. A page may also ask for others by a descriptive name. */
export const COMPONENTS = {
  introduction: {
    name: 'Introduction',
    brief: 'Says in plain words what the page is about, who it is for, and why it is worth reading on.',
    words: 90,
  },
  benefits: {
    name: 'Benefits',
    brief: 'What it improves for its owner, each point with the reason.',
    words: 110,
  },
  features: {
    name: 'Features',
    brief: 'What it has and does, point by point, and what each feature is good for.',
    words: 110,
  },
  specifications: {
    name: 'Specifications',
    brief: 'What to look for in materials, dimensions and other figures, without inventing any.',
    words: 90,
  },
  'use-cases': {
    name: 'Use cases',
    brief: 'Situations in which it is used, each as a short everyday scene.',
    words: 110,
  },
  'how-to-use': {
    name: 'How to use it',
    brief: 'How to use it, step by step, from unpacking to putting it away.',
    words: 110,
  },
  care: {
    name: 'Care',
    brief: 'How to clean, store and repair it so that it lasts.',
    words: 90,
  },
  comparison: {
    name: 'Comparison',
    brief: 'How it differs from the alternatives, and who is better off with one of those.',
    words: 110,
  },
  questions: {
    name: 'Questions and answers',
    brief: 'Three questions that buyers ask before they decide, each with a straight answer.',
    words: 130,
  },
  'call-to-action': {
    name: 'Call to action',
    brief: 'Invites readers to take the next step, in two or three sentences and without pressure.',
    words: 60,
  },
  overview: {
    name: 'Overview',
    brief: 'What this range includes, and how it is organised.',
    words: 110,
  },
  'how-to-choose': {
    name: 'How to choose',
    brief: 'The questions that lead to the right choice, in the order to ask them.',
    words: 120,
  },
  types: {
    name: 'Types',
    brief: 'The different types, what each is made for, and its limits.',
    words: 120,
  },
  materials: {
    name: 'Materials',
    brief: 'What these products are made of, and what that means in use.',
    words: 100,
  },
  sizes: {
    name: 'Sizes and fit',
    brief: 'How to find the right size, and what to measure first.',
    words: 90,
  },
  'price-guide': {
    name: 'What it costs',
    brief: 'What separates cheap ones from expensive ones, without naming prices.',
    words: 90,
  },
  bestsellers: {
    name: 'What others choose',
    brief: 'What buyers choose most for each purpose, and why, without made-up figures.',
    words: 90,
  },
  story: {
    name: 'Story',
    brief: 'Where the brand comes from and what drives the people behind it, without superlatives.',
    words: 130,
  },
  values: {
    name: 'Values',
    brief: 'What the brand stands for, and how that shows in its daily work.',
    words: 100,
  },
  craftsmanship: {
    name: 'How it is made',
    brief: 'How the products are made, and where special care is taken.',
    words: 110,
  },
  sustainability: {
    name: 'Sustainability',
    brief: 'What is done to use less and make things last, stated plainly and without promises.',
    words: 100,
  },
  range: {
    name: 'Range',
    brief: 'What is on offer, grouped, and where to start.',
    words: 100,
  },
  audience: {
    name: 'Who it is for',
    brief: 'The people who shop here, and what they come for.',
    words: 90,
  },
  service: {
    name: 'Service',
    brief: 'The help available before and after a purchase.',
    words: 80,
  },
  mood: {
    name: 'Mood',
    brief: 'A picture in words: the light, colours and sounds of the moment the page is about.',
    words: 100,
  },
  ideas: {
    name: 'Ideas',
    brief: 'Three ideas to try right away, each in a few sentences.',
    words: 130,
  },
  'seasonal-tips': {
    name: 'Through the seasons',
    brief: 'What changes through the year, and how to make the most of it.',
    words: 110,
  },
  'style-guide': {
    name: 'Style guide',
    brief: 'What goes together, and what does not.',
    words: 110,
  },
  'step-by-step': {
    name: 'Step by step',
    brief: 'One project from start to finish, in numbered steps.',
    words: 130,
  },
  mistakes: {
    name: 'Common mistakes',
    brief: 'What often goes wrong, and how to avoid it.',
    words: 110,
  },
  'expert-tip': {
    name: 'A tip from practice',
    brief: 'One piece of advice that only comes with experience.',
    words: 70,
  },
  hook: {
    name: 'Opening',
    brief: 'A question or an observation in which readers recognise themselves.',
    words: 70,
  },
  'did-you-know': {
    name: 'Did you know?',
    brief: 'Something surprising that can be checked at home.',
    words: 80,
  },
  quiz: {
    name: 'Which type are you?',
    brief: 'Three questions that help readers find out what suits them, and what each answer means.',
    words: 130,
  },
  challenge: {
    name: 'Challenge',
    brief: 'A small task for the next few days, and how to tell whether it worked.',
    words: 100,
  },
  discussion: {
    name: 'Your opinion',
    brief: 'An open question to readers, with two views on it.',
    words: 90,
  },
  'reader-stories': {
    name: 'Share your story',
    brief: 'Invites readers to share their own experience, and says what would be interesting to hear.',
    words: 80,
  },
  checklist: {
    name: 'Checklist',
    brief: 'What to remember, as a list to tick off.',
    words: 100,
  },
  takeaways: {
    name: 'In short',
    brief: 'The three things to remember.',
    words: 70,
  },
} as const satisfies Record<string, Known>;

export type ComponentId = keyof typeof COMPONENTS;

/** The default components of each page type, in order. */
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

/** Length of a component that is not predefined. */
const OTHER_WORDS = 100;

function spelling(name: string): string {
  return comparable(name)
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
 * The components of a page: those requested, or the defaults for its type. A request matches a predefined component
 * regardless of case, spaces and hyphens; any other name becomes a component of that name. Duplicates are dropped.
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
    // Ids end up in workflow histories, which must not contain text from users.
    const id = known ?? `part-${found.size + 1}`;
    found.set(id, {
      id,
      ...(known
        ? COMPONENTS[known]
        : { name, brief: `What a reader of this page wants to know about "${name}".`, words: OTHER_WORDS }),
    });
  }
  return [...found.values()];
}
