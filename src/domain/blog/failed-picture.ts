import { PICTURE_FLAGGED } from '../../contract/failures';

/** Why there is no picture, in sentences for people, by the reason of the attempt; what has none of its own is said in general. */
const REASONS: ReadonlyMap<string, string> = new Map([
  [PICTURE_FLAGGED, 'The image provider flagged the prompt or the image as sensitive.'],
  ['overdue', 'The image provider did not finish in time.'],
  ['no_output', 'The image provider finished without an image.'],
  ['output_gone', 'The image provider no longer had the image when we fetched it.'],
  ['output_too_large', 'The image was too large.'],
  ['output_unusable', 'The image provider delivered something that is not an image.'],
  ['canceled', 'The image provider cancelled the generation.'],
]);

const ANY = 'The image provider reported an error.';

/** What a person can do about a flagged picture. */
const FLAGGED_HINT = 'Give a hint that describes a harmless image, or publish the post without one.';

/** An attempt at a picture that brought none as a finding, with its prompt as the quote. */
export function failedPictureFinding(failed: { reason: string; prompt: string }): {
  id: string;
  severity: 'blocking';
  reason: string;
  hint: string;
  quote: string;
} {
  const { reason, prompt } = failed;
  return {
    id: reason,
    severity: 'blocking',
    reason: REASONS.get(reason) ?? ANY,
    hint: reason === PICTURE_FLAGGED ? FLAGGED_HINT : '',
    quote: prompt,
  };
}
