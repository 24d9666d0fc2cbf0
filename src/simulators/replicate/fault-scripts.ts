import type { FaultAction, FaultRule } from '../core/fault-types';

/** What Replicate's models say of what they do not show. */
const FLAGGED = {
  sensitive: 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
  nsfw: 'NSFW content detected. Try running it again, or try a different prompt.',
} as const;

/** An error of Replicate's that has nothing to do with what is shown. */
const OUT_OF_MEMORY = 'Prediction failed: CUDA out of memory while running the safety checker (E1001)';

function ending(error: string, times: number, contains?: string): FaultRule {
  return {
    provider: 'replicate',
    kind: 'create',
    times,
    ...(contains === undefined ? {} : { match: { contains } }),
    action: { type: 'prediction', ends: 'failed', error },
  };
}

function refusal(status: number, body: unknown): FaultRule {
  const action: FaultAction = { type: 'respond', status, body };
  return { provider: 'replicate', kind: 'create', times: -1, action };
}

/** Faults of the picture provider by name, for trying a program against them. */
export const REPLICATE_FAULT_SCRIPTS: Record<string, { title: string; rules: FaultRule[] }> = {
  'picture-flagged': {
    title: 'every picture is flagged as sensitive (E005)',
    rules: [ending(FLAGGED.sensitive, -1)],
  },
  'picture-flagged-nsfw': {
    title: 'every picture is flagged as NSFW',
    rules: [ending(FLAGGED.nsfw, -1)],
  },
  'picture-flagged-twice': {
    title: 'the first two pictures are flagged, the third is made',
    rules: [ending(FLAGGED.sensitive, 2)],
  },
  'picture-flagged-photograph': {
    title: 'pictures are flagged whose prompt asks for a photograph',
    rules: [ending(FLAGGED.sensitive, -1, 'photograph')],
  },
  'picture-refused': {
    title: 'every prompt is refused with 422 before anything is made',
    rules: [
      refusal(422, {
        title: 'Input validation failed',
        detail: 'The prompt was rejected by the content policy.',
        status: 422,
      }),
    ],
  },
  'picture-out-of-memory': {
    title: 'every picture fails for want of memory, which is no flag',
    rules: [ending(OUT_OF_MEMORY, -1)],
  },
};
