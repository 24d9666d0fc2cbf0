import type { Upload } from '../../clients/publisher';
import { GalleyError } from '../../contract/failures';
import type { Picture } from '../../db/blog/pictures';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';
import type { Ground, PublishGround, PublishStep } from './publish-ground';
import { missing } from './required';

/** Uploads in a row that come to nothing before the order fails. */
const UPLOAD_TRIES = 8;

/** Time that a site has for a picture, in milliseconds; one that is not ready by then is uploaded again. */
const READY_WITHIN_MS = 10 * 60_000;

/** Pauses before a picture is looked at again, or uploaded again, in milliseconds: the first one, and the longest. */
const LOOK_PAUSES = { delayMs: 2_000, longestDelayMs: 60_000 };
const UPLOAD_PAUSES = { delayMs: 5_000, longestDelayMs: 60_000 };

/** Reasons of an answer to an upload that brought no picture, and are no outage either. */
const NO_PICTURE: readonly string[] = ['address_refused', 'address_not_json', 'incomplete'];

/** Makes the part of publishing that hands an order's picture to the store and waits until it can be used there. */
export function createUpload(deps: ActivityDeps, { send }: Pick<PublishGround, 'send'>) {
  const { db } = deps;

  async function upload(on: Ground, input: PublishStep, picture: Picture): Promise<Upload> {
    const { storageKey, contentType } = picture;
    if (!storageKey || !contentType) throw missing('picture', input);
    const bytes = await deps.pictureStore.read(storageKey);
    const fileName = `${on.version.slug}.${storageKey.split('.').pop()}`;
    return send(on, input, () => on.publisher.upload({ ...on.call, fileName, bytes, mimeType: contentType }));
  }

  /** A picture that is no longer there came to nothing. */
  async function lookAt(on: Ground, input: PublishStep, media: Upload['media']): Promise<Upload> {
    try {
      return await send(on, input, () => on.publisher.uploaded({ ...on.call, mediaId: media.id }));
    } catch (error) {
      if (error instanceof GalleyError && error.failure.status === 404) return { state: 'failed', media };
      throw error;
    }
  }

  /** An upload came to nothing: another one is made after a pause, or the order fails. */
  async function retry(on: Ground, reason: string, detail: string): Promise<never> {
    const publicationId = on.publication.id;
    const isLast = on.publication.failedUploads + 1 >= UPLOAD_TRIES;
    await saveWithRetry(deps, () => db.publications.noteFailedUpload({ publicationId, isLast }));
    throw new GalleyError(
      isLast
        ? { type: 'Upload.Failed', reason, detail }
        : { type: 'Provider.Busy', reason, detail, ...UPLOAD_PAUSES },
    );
  }

  /**
   * Uploads the picture from our own copy, or looks at the one that was uploaded; at most two requests. An upload whose answer is lost is
   * made again, and so is one that is refused or fails, a few times. While the site works on the picture, the activity is repeated.
   * Answers whether it asked the site.
   */
  return async function uploadPicture(on: Ground, input: PublishStep): Promise<boolean> {
    const { publication, order, store } = on;
    if (publication.media || !order.pictureId) return false;
    const picture = await db.pictures.findPicture({ orderId: order.id, pictureId: order.pictureId });
    if (!picture) throw missing('picture', input);
    const { pendingMedia } = publication;
    let found: Upload;
    try {
      found = await (pendingMedia ? lookAt(on, input, pendingMedia) : upload(on, input, picture));
    } catch (error) {
      const { reason, detail } = deps.classify(error);
      if (pendingMedia || !NO_PICTURE.includes(reason)) throw error;
      return retry(on, reason, detail);
    }
    const { state, media } = found;
    const key = { publicationId: publication.id, instanceId: store.instanceId, media };
    if (state === 'ready') {
      await saveWithRetry(deps, () => db.publications.savePublicationMedia(key));
      return true;
    }
    if (state === 'failed') return retry(on, 'upload_failed', `the site could not use picture ${media.id}`);
    if ((publication.pendingMs ?? 0) > READY_WITHIN_MS)
      return retry(on, 'upload_overdue', `picture ${media.id} did not become ready`);
    await saveWithRetry(deps, () => db.publications.savePendingMedia(key));
    throw new GalleyError({
      type: 'Provider.Busy',
      reason: 'upload_pending',
      detail: `picture ${media.id} is not ready yet`,
      ...LOOK_PAUSES,
    });
  };
}
