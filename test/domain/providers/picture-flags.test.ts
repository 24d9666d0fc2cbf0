import { saysFlagged, textsIn } from '../../../src/domain/providers/picture-flags';

test.each([
  'NSFW content detected. Try running it again, or try a different prompt.',
  'NSFW',
  'Potential NSFW content was detected in one or more images. A black image will be returned instead.',
  'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
  'Prediction failed (E005)',
  'e005',
  'Your prompt contains sensitive words',
  'flagged by our content moderation system',
  'Content Moderated',
  'Request Moderated',
  'The image was rejected by the safety checker',
  'Your request was rejected as a result of our safety system.',
  'Blocked by safety_filter: SAFETY',
  'All generated images were removed by the safety-checker',
  'This request violates our content policy',
  'content_policy_violation',
  'Output blocked by content filtering',
  'ContentFilter: blocked',
  'Your prompt violates the Responsible AI practices guidelines',
  'prompt rejected: inappropriate content',
  'unsafe content detected',
  'PROHIBITED_CONTENT',
  'The prompt may contain nudity',
  'Failed moderation check',
])('flagged: %s', (words) => {
  expect(saysFlagged(words)).toBe(true);
});

test.each([
  '',
  'Prediction failed: the model ran out of memory',
  'CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 39.59 GiB total capacity) while running the safety checker',
  'Service is temporarily unavailable due to high demand (E003)',
  'Prediction failed for an unknown reason. It might have run out of memory? (E8765)',
  'Timed out waiting for the content filter (E6716)',
  'moderation service timeout',
  'The moderation service is temporarily unavailable',
  'Error loading safety checker weights',
  'Failed to load NSFW classifier',
  'Traceback (most recent call last): File "safety_checker.py"',
  'Director: unexpected error handling prediction',
  'Prediction interrupted; please retry (code: PA)',
  'prompt is case sensitive',
  'This model is case-sensitive about its inputs',
  'The value is insensitive to order',
  'input.safety_tolerance: Must be less than or equal to 6',
  'disable_safety_checker must be a boolean',
  'Your account was flagged; contact support about billing',
  'You have violated the terms of service; your account is suspended',
  'Image size must be one of 512, 1024',
  'E0050',
  'request 9E005A1',
])('not flagged: %s', (words) => {
  expect(saysFlagged(words)).toBe(false);
});

test('what an error quotes of the prompt says nothing', () => {
  const prompt = 'A cream for sensitive skin. NSFW';
  expect(saysFlagged(`Prompt too long: ${prompt}`, prompt)).toBe(false);
  expect(saysFlagged(`Prompt "${prompt}" was flagged`, prompt)).toBe(true);
  expect(saysFlagged('flagged', ' ')).toBe(true);
});

test.each([
  [{ error: { code: 'content_policy_violation', message: 'No' } }, 'content_policy_violation\nNo'],
  [{ detail: 'x', status: 422, list: ['y', null] }, 'x\ny'],
  ['NSFW', 'NSFW'],
  [null, ''],
  [{ a: { b: { c: { d: { e: { f: 'too deep' } } } } } }, ''],
])('texts in %j', (value, expected) => {
  expect(textsIn(value)).toBe(expected);
});
