import type { FaultAction } from '../core/fault-types';
import { createChance } from '../core/random';

/** Estimates the tokens of a text as a quarter of its characters. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** A chat completion and why it ended. */
export interface Completion {
  finishReason: string;
  body: Record<string, unknown>;
}

/** The content of a message, as text or as a list of parts. */
function contentOf(content: string | null, fault: FaultAction | undefined): unknown {
  if (fault?.type !== 'parts' || content === null) return content;
  const middle = Math.floor(content.length / 2);
  return [content.slice(0, middle), content.slice(middle)].map((text) => ({ type: 'text', text }));
}

/** Wraps a generated text as a chat.completion, truncated at the token limit or modified as the fault says. */
export function createCompletion(input: {
  id: string;
  model: string;
  createdMs: number;
  promptText: string;
  content: string;
  maxTokens: number | undefined;
  fault: FaultAction | undefined;
}): Completion {
  const { fault, maxTokens } = input;
  let content: string | null = input.content;
  let refusal: string | null = null;
  let finishReason = 'stop';
  if (fault?.type === 'content') content = fault.content;
  if (fault?.type === 'finish') {
    finishReason = fault.reason;
    content = fault.content === 'half' ? content.slice(0, Math.floor(content.length / 2)) : null;
  } else if (fault?.type === 'refusal') {
    refusal = fault.text;
    content = null;
  } else if (maxTokens !== undefined && estimateTokens(content) > maxTokens) {
    content = content.slice(0, maxTokens * 4);
    finishReason = 'length';
  }
  const promptTokens = estimateTokens(input.promptText);
  const completionTokens = estimateTokens(content ?? refusal ?? '');
  const message = { role: 'assistant', content: contentOf(content, fault), refusal, annotations: [] };
  const choice = {
    index: 0,
    message: fault?.type === 'answer' ? { ...message, ...fault.message } : message,
    logprobs: null,
    finish_reason: finishReason,
  };
  return {
    finishReason,
    body: {
      id: input.id,
      object: 'chat.completion',
      created: Math.floor(input.createdMs / 1000),
      model: input.model,
      choices: fault?.type === 'emptyChoices' ? [] : [choice],
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
      service_tier: 'default',
      system_fingerprint: `fp_${createChance('fingerprint', input.model).between(0x10000000, 0x7fffffff).toString(16)}`,
      ...(fault?.type === 'answer' ? fault.completion : {}),
    },
  };
}
