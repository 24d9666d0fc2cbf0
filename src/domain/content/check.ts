import type { ContentRequest, ModeInput } from '../../contract/bulk';
import { checkDraft, factsIn, measureMode } from '../quality';
import type { DraftInput, DraftVerdict, ModeMeasures } from '../quality';
import { withoutContacts } from '../quality/facts/contacts';

/** A text as its model wrote it. */
export interface WrittenText {
  title: string;
  metaDescription: string;
  bodyMarkdown: string;
}

/** A longer topic is a sentence that nobody repeats word for word. */
const MOST_TOPIC_WORDS = 5;

/** The keyword that a text must mention; empty if none. */
function keywordOf({ topic, input }: ContentRequest): string {
  switch (input.mode) {
    case 'keywords':
      return input.keywords.map(withoutContacts).find((text) => text !== '') ?? '';
    case 'topic':
    case 'trends': {
      const name = withoutContacts(topic);
      return name.split(' ').length <= MOST_TOPIC_WORDS ? name : '';
    }
    // What a rewrite is about is its source.
    case 'spin':
      return '';
  }
}

/** The addresses that a text may link to, and the pictures that it may show. */
function addressesOf(input: ModeInput, language: string): { links: string[]; pictures: string[] } {
  switch (input.mode) {
    case 'topic':
    case 'keywords':
      return { links: [], pictures: [] };
    case 'trends':
      return {
        links: input.trends.flatMap(({ sourceUrl }) => (sourceUrl === null ? [] : [sourceUrl])),
        pictures: [],
      };
    case 'spin': {
      const { links, pictures } = factsIn(input.sourceMd, language);
      return { links, pictures };
    }
  }
}

/** Checks a text against the rules for all texts and those of its mode, and measures it. Deterministic; never throws. */
export function checkContent({
  request,
  text,
}: {
  request: ContentRequest;
  text: WrittenText;
}): DraftVerdict & { measured: ModeMeasures } {
  const { topic, wordCount, language, input } = request;
  const { links, pictures } = addressesOf(input, language);
  const draft: DraftInput = {
    markdown: text.bodyMarkdown,
    title: text.title,
    keyword: keywordOf(request),
    targetWords: wordCount,
    language,
    around: [text.metaDescription],
    allowedLinks: links,
    allowedPictures: pictures,
    order: { ...input, topic },
  };
  return { ...checkDraft(draft), measured: measureMode(draft) };
}
