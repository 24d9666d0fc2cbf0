import type { FaultRule, FaultScripts } from '../core/fault-types';

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

/** A response to every request of a kind. */
function always(kind: string, status: number, body: unknown): FaultRule {
  return { provider: 'replicate', kind, times: -1, action: { type: 'respond', status, body } };
}

/** What the picture provider was seen to answer. */
export const REPLICATE_FAULT_SCRIPTS: FaultScripts = {
  'picture-refused': {
    title: '7. The picture provider refuses a prompt with 422',
    rules: [
      always('create', 422, {
        title: 'Input validation failed',
        detail: 'The input was flagged as sensitive. Please try again with different inputs. (E005)',
        status: 422,
      }),
    ],
  },
  'picture-model-missing': {
    title: '8. The picture model does not exist',
    rules: ['create', 'model'].map((kind) =>
      always(kind, 404, {
        title: 'Not found',
        detail: 'The requested resource could not be found.',
        status: 404,
      }),
    ),
  },
  'picture-version-missing': {
    title: '8. The version of the picture model does not exist',
    rules: ['create', 'model'].map((kind) =>
      always(kind, 422, {
        title: 'Invalid version or not permitted',
        detail: "The specified version does not exist (or perhaps you don't have permission to use it?)",
        status: 422,
      }),
    ),
  },
  'picture-odd-prediction': {
    title: '9. A new prediction has no id',
    rules: [always('create', 201, { status: 'starting', input: {}, output: null })],
  },
  'picture-odd-status': {
    title: '9. A prediction ends with a status that nobody knows and an error of another type',
    rules: [
      always('get', 200, { id: 'p1', status: 'exploded', output: 42, error: { code: 7 }, input: null }),
    ],
  },
  'picture-flagged': {
    title: '12. Every picture is flagged as sensitive (E005)',
    rules: [ending(FLAGGED.sensitive, -1)],
  },
  'picture-flagged-nsfw': {
    title: '12. Every picture is flagged as NSFW',
    rules: [ending(FLAGGED.nsfw, -1)],
  },
  'picture-flagged-twice': {
    title: '12. The first two pictures are flagged, the third is made',
    rules: [ending(FLAGGED.sensitive, 2)],
  },
  'picture-flagged-photograph': {
    title: '12. Pictures are flagged whose prompt asks for a photograph',
    rules: [ending(FLAGGED.sensitive, -1, 'photograph')],
  },
  'picture-out-of-memory': {
    title: '12. Every picture fails for want of memory, which is no flag',
    rules: [ending(OUT_OF_MEMORY, -1)],
  },
};
