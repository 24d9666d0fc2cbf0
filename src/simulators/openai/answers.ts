import { createHash } from 'node:crypto';
import type { FaultAction } from '../core/fault-types';
import { createChance } from '../core/random';
import { spoil } from './flaws';
import type { Prompt } from './prompt';
import { readPrompt } from './prompt';
import { orderedLinkReview, orderedReview, reviewDraft, reviewSentence } from './review';
import { writeArticle } from './text/article';
import { writeComponent } from './text/component';
import { writeContent } from './text/content';
import { writeIdeas } from './text/ideas';
import { proposeLink } from './text/link';
import type { Post } from './text/post';
import { writePost } from './text/post';

/** The kind of answer that a chat request asks for. */
export type AnswerKind =
  'ideas' | 'content' | 'component' | 'quality' | 'article' | 'link' | 'link_review' | 'text' | 'completion';

/** The last paragraph of a marked post. */
export const simulatorNote = 'Written by a simulator, not for publication.';

function marked<P extends Pick<Post, 'bodyMarkdown'>>(post: P): P {
  return { ...post, bodyMarkdown: `${post.bodyMarkdown}\n\n${simulatorNote}` };
}

const shortAnswers = ['Yes.', 'Understood.', 'All right.', 'Ready.'];

/** The prompt to answer; a fault can change its language. */
function promptWithFault(prompt: Prompt, fault: FaultAction | undefined): Prompt {
  if (fault?.type !== 'flaw' || fault.flaw !== 'other_language') return prompt;
  return { ...prompt, language: prompt.language === 'de' ? 'en' : 'de' };
}

/** The answer with passages of all its texts replaced, and text added at the end of its body. */
function rewritten(value: unknown, fault: FaultAction & { type: 'rewrite' }): unknown {
  const replaced = (text: string): string =>
    (fault.replace ?? []).reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
  const changed: unknown = JSON.parse(JSON.stringify(value), (_name, member: unknown) =>
    typeof member === 'string' ? replaced(member) : member,
  );
  const { bodyMarkdown, ...rest } = changed as Record<string, unknown>;
  if (typeof bodyMarkdown !== 'string') return changed;
  return { ...rest, bodyMarkdown: fault.append ? `${bodyMarkdown}\n\n${fault.append}` : bodyMarkdown };
}

/** The assistant's answer to a request; apart from faults, always the same for the same seed and body. */
export function writeAnswer(input: {
  kind: AnswerKind;
  seed: number;
  /** Whether posts end with a sentence saying that a simulator wrote them; defaults to false. */
  markPosts?: boolean;
  body: Record<string, unknown>;
  fault: FaultAction | undefined;
}): string {
  const { kind, seed, markPosts, body, fault } = input;
  if (fault?.type === 'verdict' && kind === 'quality') return JSON.stringify(orderedReview(fault));
  if (fault?.type === 'verdict' && kind === 'link_review') return JSON.stringify(orderedLinkReview(fault));
  const fingerprint = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const chance = createChance('answer', seed, fingerprint);
  const prompt = promptWithFault(readPrompt(body.messages), fault);
  const answer = (): Record<string, unknown> | string => {
    switch (kind) {
      case 'ideas':
        return { ideas: writeIdeas({ prompt, chance }) };
      case 'content': {
        const post = writePost({ prompt, chance });
        return { ...(markPosts ? marked(post) : post) };
      }
      case 'component':
        return { ...writeComponent({ prompt, chance, seed }) };
      case 'quality':
        return { ...reviewDraft(prompt.draft) };
      case 'article': {
        const article = writeArticle({ prompt, chance });
        return markPosts ? { ...article, bodyMarkdown: marked(article).bodyMarkdown } : { ...article };
      }
      case 'link':
        return { ...proposeLink({ prompt, chance }) };
      case 'link_review':
        return { ...reviewSentence(prompt.link.sentence) };
      case 'text': {
        const text = writeContent({ prompt, chance });
        return { ...(markPosts ? marked(text) : text) };
      }
      case 'completion':
        return chance.pick(shortAnswers);
    }
  };
  const written = answer();
  if (typeof written === 'string') return written;
  if (fault?.type === 'patch') return JSON.stringify({ ...written, ...fault.fields });
  if (fault?.type === 'rewrite') return JSON.stringify(rewritten(written, fault));
  if (fault?.type === 'flaw') return spoil({ answer: written, flaw: fault.flaw, asked: prompt });
  return JSON.stringify(written);
}
