import { checkSentence, insertLink, offeredPlaces } from '../../src/domain/linking';
import { articlePrompt, articleSchema, articleShape } from '../../src/domain/prompts/article';
import { linkPrompt, linkProposal, linkSchema, linkShape } from '../../src/domain/prompts/link';
import { linkReviewPrompt, linkReviewShape } from '../../src/domain/prompts/link-review';
import { judgeLink } from '../../src/domain/quality';
import { writeAnswer } from '../../src/simulators/openai/answers';
import type { AnswerKind } from '../../src/simulators/openai/answers';
import { GUIDE } from '../support/purchased';

const link = { anchorText: 'hand coffee grinder', targetUrl: 'https://shop.example/a' };

function ask(kind: AnswerKind, { system, user }: { system: string; user: string }, seed = 1): unknown {
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
  return JSON.parse(writeAnswer({ kind, seed, body: { messages }, fault: undefined }));
}

const linkInput = {
  ...{ title: 'Coffee', audience: '', tone: '', link, notes: '', earlier: [], findings: [] },
  ...{ markdown: GUIDE, places: offeredPlaces(GUIDE, link.anchorText) },
};

test.each(['en', 'de', 'fr', 'es'])(
  'a proposal in %s has the shape asked for, and can be carried out',
  (language) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const answer = linkShape.parse(ask('link', linkPrompt({ ...linkInput, language }), seed));
      expect(insertLink({ markdown: GUIDE, link, proposal: linkProposal(answer), language }).ok).toBe(true);
      if (answer.how === 'sentence')
        expect(checkSentence(answer.sentence, link.anchorText, { language }).ok).toBe(true);
    }
    expect(linkSchema).toHaveProperty('properties.how');
  },
);

test.each(['en', 'de', 'fr', 'es'])(
  'an article in %s links to pages of its site, and its link can be put in',
  (language) => {
    const internalPages = [{ title: 'Water', url: 'https://site.example/water' }];
    const prompt = articlePrompt({
      ...{ site: 'Coffee', siteNiche: '', audience: '', tone: '', language, topic: 'Coffee', niche: '' },
      ...{ keyword: 'filter coffee', words: 500, link, notes: '', internalPages, earlier: [], findings: [] },
    });
    for (let seed = 1; seed <= 10; seed += 1) {
      const answer = articleShape.parse(ask('article', prompt, seed));
      expect(answer.bodyMarkdown).toContain('(https://site.example/water)');
      expect(answer.bodyMarkdown).not.toContain(link.targetUrl);
      const proposal = linkProposal(answer.link);
      expect(insertLink({ markdown: answer.bodyMarkdown, link, proposal, language })).toMatchObject({
        ok: true,
      });
    }
    expect(articleSchema).toHaveProperty('properties.bodyMarkdown');
  },
);

test.each([
  ['More on this can be found under hand coffee grinder.', true],
  ['Buy now the best hand coffee grinder.', false],
])('a review of %j approves: %s', (sentence, approved) => {
  const prompt = linkReviewPrompt({
    ...{ title: 'Coffee', language: 'en', sentence, paragraph: sentence, article: GUIDE, ...link },
  });
  const review = linkReviewShape.parse(ask('link_review', prompt));
  expect(judgeLink({ review, text: sentence }).approved).toBe(approved);
});
