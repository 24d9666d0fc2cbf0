import type { ContentRequest } from '../../../src/contract/bulk';
import { checkContent } from '../../../src/domain/content/check';
import { contentPrompt, contentShape } from '../../../src/domain/prompts/content';
import { factsIn } from '../../../src/domain/quality';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import { writeAnswer } from '../../../src/simulators/openai/answers';
import { chatBody } from '../../simulators/clients';

/** Has a text written by the simulator as an activity has it written by the model, and checks it. */
export function written(
  request: ContentRequest,
  more: { seed?: number; fault?: FaultAction; findings?: string[] } = {},
) {
  const { input, language } = request;
  const facts = input.mode === 'spin' ? factsIn(input.sourceMd, language) : undefined;
  const { user } = contentPrompt({ ...request, facts, findings: more.findings ?? [] });
  const answer = writeAnswer({
    kind: 'text',
    seed: more.seed ?? 1,
    body: chatBody('content_text', user),
    fault: more.fault,
  });
  const text = contentShape.parse(JSON.parse(answer));
  return { text, ...checkContent({ request, text }) };
}

/** Ids of the blocking findings. */
export const blocking = ({ findings }: { findings: Array<{ id: string; severity: string }> }): string[] =>
  findings.filter(({ severity }) => severity === 'blocking').map(({ id }) => id);
