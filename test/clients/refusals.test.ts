import { FAILURES } from '../../src/contract/failures';
import { classify } from './classify';

/** What a refusal means: `Draft.Refused` and `Provider.Closed` for the model alone, with their reasons. */
type Row = [name: string, status: number, body: unknown, type: string, reason: string];

const HTML = '<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>';
const error = (members: object) => ({ error: { message: 'No.', param: null, code: null, ...members } });

const azureFilter = error({
  message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
  param: 'prompt',
  code: 'content_filter',
  innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: {} },
});

describe('a model provider that refuses what an order is about', () => {
  const rows: Row[] = [
    ['a prompt', 400, error({ code: 'invalid_prompt' }), 'Draft.Refused', 'invalid_prompt'],
    [
      'by its policy',
      400,
      error({ code: 'content_policy_violation' }),
      'Draft.Refused',
      'content_policy_violation',
    ],
    ['by a filter with an inner error', 400, azureFilter, 'Draft.Refused', 'content_filter'],
    [
      'by the inner error alone',
      400,
      error({ code: 'BadRequest', innererror: { code: 'ResponsibleAIPolicyViolation' } }),
      'Draft.Refused',
      'ResponsibleAIPolicyViolation',
    ],
    ['by moderation', 400, error({ code: 'moderation_blocked' }), 'Draft.Refused', 'moderation_blocked'],
    [
      'by a code of another maker',
      400,
      error({ code: 'data_inspection_failed' }),
      'Draft.Refused',
      'data_inspection_failed',
    ],
    ['by its type', 400, error({ type: 'content_filter_error' }), 'Draft.Refused', 'content_filter_error'],
    [
      'in words alone',
      400,
      error({ message: 'Your prompt was flagged as potentially violating our usage policy.' }),
      'Draft.Refused',
      'content_policy',
    ],
    [
      'with 403',
      403,
      error({ code: 403, metadata: { reasons: ['violence'], flagged_input: 'x' } }),
      'Draft.Refused',
      'content_filter',
    ],
    ['with 422', 422, error({ code: 'safety_violation' }), 'Draft.Refused', 'safety_violation'],
    ['with 451', 451, '', 'Draft.Refused', 'content_policy'],
  ];
  test.each(rows)('the topic is refused: %s (%d)', (_name, status, body, type, reason) => {
    const failure = classify('openai', status, body);
    expect([failure.type, failure.reason]).toEqual([type, reason]);
    expect(FAILURES['Draft.Refused'].reader).toMatch(/choose another topic/);
  });
});

describe('a model provider that refuses what every order asks for closes that model', () => {
  const unsupported = (param: string) =>
    error({ message: `Unsupported parameter: '${param}'`, param, code: 'unsupported_parameter' });
  const rows: Array<[name: string, status: number, body: unknown, reason: string]> = [
    ['an unknown model', 404, error({ code: 'model_not_found' }), 'model_not_found'],
    ['an unknown deployment', 404, error({ code: 'DeploymentNotFound' }), 'model_not_found'],
    [
      'a model that was never pulled',
      404,
      { error: 'model "llama9" not found, try pulling it first' },
      'model_not_found',
    ],
    [
      'a model that a server does not serve',
      404,
      {
        object: 'error',
        message: 'The model `x` does not exist.',
        type: 'NotFoundError',
        param: null,
        code: 404,
      },
      'model_not_found',
    ],
    ['a model out of service', 400, error({ code: 'model_decommissioned' }), 'model_not_found'],
    ['a model that is gone', 410, '', 'model_not_found'],
    ['a wrong name as a parameter', 400, error({ param: 'model' }), 'model_not_found'],
    ['a wrong address, with a page', 404, HTML, 'endpoint_not_found'],
    [
      'a wrong address, with JSON',
      404,
      error({ message: 'Invalid URL (POST /v2/chat/completions)' }),
      'endpoint_not_found',
    ],
    ['an address that only reads', 405, { detail: 'Method Not Allowed' }, 'endpoint_not_found'],
    ['an address that moved', 308, '', 'endpoint_not_found'],
    ['max_tokens', 400, unsupported('max_tokens'), 'parameter_refused'],
    ['max_completion_tokens', 400, unsupported('max_completion_tokens'), 'parameter_refused'],
    ['response_format', 400, unsupported('response_format'), 'parameter_refused'],
    [
      'an answer that may be too long for the model',
      400,
      error({ message: 'max_tokens is too large: 4000.', param: 'max_tokens', code: 'invalid_value' }),
      'parameter_refused',
    ],
    [
      'a schema',
      400,
      error({ message: "Invalid schema for response_format 'blog_post'", param: 'response_format' }),
      'parameter_refused',
    ],
    [
      'a field that a framework does not know',
      422,
      {
        detail: [
          {
            loc: ['body', 'response_format'],
            msg: 'Extra inputs are not permitted',
            type: 'extra_forbidden',
          },
        ],
      },
      'parameter_refused',
    ],
    ['a grammar', 500, error({ message: 'failed to parse grammar' }), 'parameter_refused'],
    [
      'a version of its interface',
      400,
      error({
        code: 'BadRequest',
        message:
          'response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later',
      }),
      'parameter_refused',
    ],
  ];
  test.each(rows)('the model is closed: %s (%d)', (_name, status, body, reason) => {
    expect(classify('openai', status, body)).toMatchObject({
      type: 'Provider.Closed',
      reason,
      model: 'a-model',
      delayMs: 30_000,
    });
  });
});

describe('a refusal that is about one request alone ends that order, and says what to do', () => {
  const rows: Row[] = [
    ['no reason at all', 400, '', 'Provider.Rejected', 'http_400'],
    ['a page', 400, HTML, 'Provider.Rejected', 'http_400'],
    ['a sentence', 400, { error: 'bad request' }, 'Provider.Rejected', 'http_400'],
    [
      'a message',
      400,
      error({ code: 'invalid_value', param: 'messages[1].content' }),
      'Provider.Rejected',
      'http_400',
    ],
    ['a teapot', 418, '', 'Provider.Rejected', 'http_418'],
    ['too much', 413, HTML, 'Order.Invalid', 'request_too_large'],
    [
      'too long, by a server of its own',
      400,
      error({
        code: 400,
        message: 'request (9000 tokens) exceeds the available context size (8192 tokens)',
        type: 'exceed_context_size_error',
      }),
      'Order.Invalid',
      'context_length',
    ],
  ];
  test.each(rows)('the request is refused: %s (%d)', (_name, status, body, type, reason) => {
    const failure = classify('openai', status, body);
    expect([failure.type, failure.reason]).toEqual([type, reason]);
  });
});

describe('the picture provider', () => {
  const rows: Row[] = [
    [
      'a prompt that was flagged',
      422,
      { title: 'Input validation failed', detail: 'The input was flagged as sensitive. (E005)', status: 422 },
      'Picture.Failed',
      'picture_flagged',
    ],
    ['NSFW', 400, { detail: 'NSFW content detected' }, 'Picture.Failed', 'picture_flagged'],
    [
      'an unknown model',
      404,
      { title: 'Not found', detail: 'The requested resource could not be found.', status: 404 },
      'Provider.Closed',
      'model_not_found',
    ],
    [
      'an unknown version',
      422,
      {
        title: 'Invalid version or not permitted',
        detail: 'The specified version does not exist',
        status: 422,
      },
      'Provider.Closed',
      'model_not_found',
    ],
    [
      'a setting that the model does not have',
      422,
      {
        detail: '- input.aspect_ratio: Additional property aspect_ratio is not allowed',
        invalid_fields: [{ field: 'input.aspect_ratio' }],
      },
      'Provider.Closed',
      'parameter_refused',
    ],
    [
      'the prompt as such',
      422,
      { detail: '- input.prompt: too long', invalid_fields: [{ field: 'input.prompt' }] },
      'Provider.Rejected',
      'http_422',
    ],
  ];
  test.each(rows)('for pictures likewise: %s (%d)', (_name, status, body, type, reason) => {
    const failure = classify('replicate', status, body);
    expect([failure.type, failure.reason]).toEqual([type, reason]);
  });
});
