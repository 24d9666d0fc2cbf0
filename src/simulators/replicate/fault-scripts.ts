import type { FaultRule, FaultScripts } from '../core/fault-types';

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
};
