import type { PictureClient, Prediction } from '../../clients/replicate';
import { GalleyError } from '../../contract/failures';
import type { Picture } from '../../db/blog/pictures';

/** Clocks of two machines may differ by this much, in milliseconds. */
const CLOCK_SLACK_MS = 60_000;

/** A creation may reach the provider this long after it was noted, in milliseconds: its worker may freeze in between. */
const LATE_CREATION_MS = 10 * 60_000;

/** Pages that are searched: more than an account fills in that time at 600 predictions a minute. */
const MOST_PAGES = 100;

/** Pause before a search that was broken off is made again, in milliseconds. */
const TOO_MANY_DELAY_MS = 60_000;

/**
 * A prediction whose creation was begun between two times but whose answer never came, found by its prompt and seed.
 * Throws `Provider.Busy` if there are too many predictions to say that it is not among them.
 */
export async function findLostPrediction(
  pictures: Pick<PictureClient, 'recent'>,
  picture: Pick<Picture, 'seed' | 'prompt'>,
  begun: { first: Date; last: Date },
  signal: AbortSignal,
): Promise<Prediction | undefined> {
  const after = new Date(begun.first.getTime() - CLOCK_SLACK_MS);
  const before = new Date(begun.last.getTime() + LATE_CREATION_MS);
  const isRecent = ({ createdAt }: Prediction): boolean => Date.parse(createdAt) >= after.getTime();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { predictions, next } = await pictures.recent({ signal, cursor, after, before });
    const found = predictions.find(
      (prediction) =>
        prediction.input.seed === picture.seed &&
        prediction.input.prompt === picture.prompt &&
        isRecent(prediction),
    );
    if (found) return found;
    const oldest = predictions.at(-1);
    if (next === null || !oldest || !isRecent(oldest)) return undefined;
    cursor = next;
  }
  throw new GalleyError({
    type: 'Provider.Busy',
    reason: 'too_many_predictions',
    delayMs: TOO_MANY_DELAY_MS,
    detail: `more than ${MOST_PAGES} pages of predictions since ${after.toISOString()}`,
  });
}
