import { classify } from './classify';
import type { Row } from './classify';

const HTML = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';

describe('responses of the picture provider', () => {
  const throttled = {
    detail: 'Request was throttled. Your rate limit resets in ~5s.',
    status: 429,
    retry_after: 5,
  };
  const rows: Row[] = [
    ['throttled, with a figure in the body', 429, throttled, {}, 'Provider.Busy', 'rate_limit', 5000],
    [
      'throttled, with only a sentence',
      429,
      { detail: throttled.detail },
      {},
      'Provider.Busy',
      'rate_limit',
      5000,
    ],
    ['throttled, with a header', 429, throttled, { 'retry-after': '9' }, 'Provider.Busy', 'rate_limit', 9000],
    [
      'a wrong token',
      401,
      { title: 'Unauthenticated', detail: 'No valid token', status: 401 },
      {},
      'Provider.Closed',
      'key_refused',
      30_000,
    ],
    [
      'no credit',
      402,
      { title: 'Insufficient credit', detail: 'Buy credit', status: 402 },
      {},
      'Provider.Closed',
      'key_refused',
      30_000,
    ],
    ['a bad gateway', 502, HTML, {}, 'Provider.Busy', 'http_502', undefined],
    [
      'an input it refuses',
      422,
      { title: 'Input validation failed', detail: 'prompt is required' },
      {},
      'Provider.Rejected',
      'http_422',
      undefined,
    ],
  ];
  test.each(rows)('%s (%d)', (_name, status, body, headers, type, reason, delayMs) => {
    const failure = classify('replicate', status, body, headers);
    expect([failure.type, failure.reason, failure.delayMs]).toEqual([type, reason, delayMs]);
  });
});

describe('responses of a store', () => {
  const wix = (code: string) => ({
    message: 'No.',
    details: { applicationError: { code, description: 'No.' } },
  });
  const rows: Row[] = [
    ['a refused token', 401, wix('UNAUTHENTICATED'), {}, 'Provider.Busy', 'token_refused', 1000],
    ['a disconnected store', 403, wix('FORBIDDEN'), {}, 'Provider.Closed', 'store_disconnected', 60_000],
    ['too many requests', 429, wix('TOO_MANY_REQUESTS'), {}, 'Provider.Busy', 'rate_limit', undefined],
    [
      'too many requests, with a time',
      429,
      wix('TOO_MANY_REQUESTS'),
      { 'retry-after': '12' },
      'Provider.Busy',
      'rate_limit',
      12_000,
    ],
    [
      'no owner for the post',
      400,
      wix('MISSING_POST_OWNER_INFORMATION'),
      {},
      'Publish.Rejected',
      'missing_post_owner_information',
      undefined,
    ],
    [
      'a field it refuses',
      400,
      { message: 'title has size 201', details: { validationError: { fieldViolations: [] } } },
      {},
      'Publish.Rejected',
      'http_400',
      undefined,
    ],
    [
      'content that is too large',
      413,
      wix('RICH_CONTENT_TOO_LARGE'),
      {},
      'Publish.Rejected',
      'rich_content_too_large',
      undefined,
    ],
    [
      'an unknown product',
      404,
      wix('PRODUCT_NOT_FOUND'),
      {},
      'Order.Invalid',
      'product_not_found',
      undefined,
    ],
    [
      'an edit at the same time',
      409,
      wix('CONFLICT'),
      { 'retry-after': '3' },
      'Provider.Busy',
      'http_409',
      undefined,
    ],
    ['an outage', 503, HTML, {}, 'Provider.Busy', 'http_503', undefined],
    [
      'a site that is being set up',
      428,
      wix('CATALOG_V3_SITE_PROVISIONING'),
      {},
      'Provider.Busy',
      'catalog_v3_site_provisioning',
      undefined,
    ],
    ['a precondition without a word', 428, HTML, {}, 'Provider.Busy', 'http_428', undefined],
  ];
  test.each(rows)('%s (%d)', (_name, status, body, headers, type, reason, delayMs) => {
    const failure = classify('wix', status, body, headers);
    expect([failure.type, failure.reason, failure.delayMs]).toEqual([type, reason, delayMs]);
  });
});
