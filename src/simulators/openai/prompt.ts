/** The labelled lines of a request about a link. */
export interface LinkPrompt {
  /** The text that the link has, and the page it leads to. */
  anchor: string;
  target: string;
  /** Sentences with that text, and sentences that a new one can follow. */
  words: string[];
  ends: string[];
  /** Pages of the site, as `title: address`. */
  pages: string[];
  /** The sentence to be reviewed. */
  sentence: string;
  /** What a customer wrote. */
  notes: string;
}

/** The labelled lines of a request for a text of a mode. */
export interface TextPrompt {
  topic: string;
  keywords: string[];
  intent: string;
  /** One line each: `Date: … | Address: … | Name: … | Text: …`. */
  trends: string[];
  /** What a rewrite has to keep, as lines. */
  facts: string[];
  /** Markdown of what is to be rewritten; empty for other modes. */
  source: string;
}

/** The labelled lines of a request, with sensible defaults for missing ones. */
export interface Prompt {
  subject: string;
  keyword: string;
  title: string | undefined;
  angle: string | undefined;
  facts: string[];
  outline: string[];
  /** Requested length in words. */
  words: number;
  /** Two-letter language code in lower case. */
  language: string;
  avoidTitles: string[];
  /** The store's tone, in words; empty if not specified. */
  tone: string;
  useWords: string[];
  avoidWords: string[];
  /** A sample of the store's writing, on one line. */
  sample: string;
  /** The hint of the person who rejected the work. */
  hint: string;
  /** The Markdown after `Draft:`; empty if there is none. */
  draft: string;
  /** The requested section of a page; undefined for other requests. */
  /** What is asked about a link in an article; its lists are empty for other requests. */
  link: LinkPrompt;
  text: TextPrompt;
  component: { pageType: string; name: string; keywords: string[]; earlier: string[] } | undefined;
}

const labels = [
  'Store',
  'Subject',
  'Facts',
  'Title',
  'Angle',
  'Outline',
  'Keyword',
  'Words',
  'Language',
  'Tone',
  'Words to use',
  'Words to avoid',
  "Sample of the store's voice",
  'Avoid titles',
  'Hint',
  'Findings to fix',
  'Page type',
  'Keywords',
  'Component',
  'About the component',
  'Earlier components',
  'Text of the link',
  'Sentences with the words',
  'Sentences to follow',
  'Pages of the site',
  'Page that the link leads to',
  'Page that it leads to',
  'Earlier sentences',
  'Earlier texts',
  'Sentence',
  'Notes',
  'Topic',
  'Search intent',
  'Trends',
  'Facts to keep',
];

/** Minimum length of a post and of a component, in words. */
const minWords = { post: 150, component: 20 };

function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (part as { text?: unknown } | null)?.text)
    .filter((text): text is string => typeof text === 'string')
    .join('\n');
}

/** The text of all messages of a role, or of all messages if no role is given. */
export function messagesText(messages: unknown, role?: string): string {
  if (!Array.isArray(messages)) return '';
  return messages
    .map((message: unknown) => message as { role?: unknown; content?: unknown } | null)
    .filter((message) => role === undefined || message?.role === role)
    .map((message) => contentText(message?.content))
    .join('\n');
}

/** Parses the labelled lines of the user's messages; unknown labels are ignored. */
export function readPrompt(messages: unknown): Prompt {
  const text = messagesText(messages, 'user').replace(/\r\n?/g, '\n');
  const draftAt = /^(?:Draft|Earlier text):[ \t]*\n?/m.exec(text);
  const sourceAt = /^Source:[ \t]*\n(`{3,})\n/m.exec(text);
  const head = text.slice(0, draftAt?.index ?? sourceAt?.index);
  const draft = draftAt ? text.slice(draftAt.index + draftAt[0].length) : '';
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  let open: string | undefined;
  for (const line of head.split('\n')) {
    const label = /^([A-Z][A-Za-z' ]{0,30}):\s*(.*)$/.exec(line);
    if (label) {
      open = labels.find((known) => known.toLowerCase() === label[1]!.toLowerCase());
      // Whatever a customer's notes or an article pretend comes after what was asked.
      if (open && label[2] && !values.has(open)) values.set(open, label[2].trim());
    } else if (open && /^\s*[-*] /.test(line)) {
      lists.set(open, [...(lists.get(open) ?? []), line.replace(/^\s*[-*] /, '').trim()]);
    }
  }
  const fallback = head.trim().split('\n').at(-1)?.slice(0, 60).trim();
  const list = (label: string): string[] => (lists.get(label) ?? []).filter((item) => item !== '');
  const keywords = list('Keywords');
  const firstKeyword = values.get('Keyword') ?? keywords[0];
  const subject =
    values.get('Subject') ??
    values.get('Topic') ??
    firstKeyword ??
    values.get('Title') ??
    (fallback || 'this topic');
  const words = Number.parseInt(values.get('Words') ?? '', 10);
  const name = values.get('Component');
  const fewest = name === undefined ? minWords.post : minWords.component;
  return {
    subject,
    keyword: firstKeyword ?? subject,
    title: values.get('Title'),
    angle: values.get('Angle'),
    facts: list('Facts'),
    outline: list('Outline'),
    words: Number.isFinite(words) ? Math.min(6000, Math.max(fewest, words)) : 900,
    language: (values.get('Language') ?? 'en').slice(0, 2).toLowerCase(),
    avoidTitles: list('Avoid titles'),
    tone: values.get('Tone') ?? '',
    useWords: list('Words to use'),
    avoidWords: list('Words to avoid'),
    sample: values.get("Sample of the store's voice") ?? '',
    hint: values.get('Hint') ?? '',
    draft,
    link: {
      anchor: values.get('Text of the link') ?? '',
      target: values.get('Page that the link leads to') ?? values.get('Page that it leads to') ?? '',
      words: list('Sentences with the words'),
      ends: list('Sentences to follow'),
      pages: list('Pages of the site'),
      sentence: values.get('Sentence') ?? '',
      notes: /^Notes:\n(`{3,})\n([\s\S]*?)\n\1$/m.exec(text)?.[2] ?? '',
    },
    text: {
      topic: values.get('Topic') ?? '',
      keywords,
      intent: values.get('Search intent') ?? '',
      trends: list('Trends'),
      facts: list('Facts to keep'),
      source: sourceAt
        ? text.slice(sourceAt.index + sourceAt[0].length).replace(new RegExp(`\\n${sourceAt[1]!}\\s*$`), '')
        : '',
    },
    component:
      name === undefined
        ? undefined
        : { pageType: values.get('Page type') ?? '', name, keywords, earlier: list('Earlier components') },
  };
}
