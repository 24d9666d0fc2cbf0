import { cancellationSignal, Context, sleep } from '@temporalio/activity';
import { GalleyError, isOdd, PICTURE_FLAGGED } from '../../contract/failures';
import type { Prediction } from '../../clients/replicate';
import type { BlogOrder } from '../../db/blog/orders';
import type { Picture } from '../../db/blog/pictures';
import type { Release } from '../../db/blog/runs';
import type { Version } from '../../db/blog/versions';
import type { Tx } from '../../db/db';
import { pictureSeed, sniffPicture } from '../../domain/providers/picture-bytes';
import { chargeOf } from '../../domain/spending/charge';
import { priceOfPicture } from '../../domain/spending/prices';
import { picturePrompt } from '../../domain/prompts/picture';
import type { ActivityDeps } from '../deps';
import { isOneTooMany } from '../model-call';
import { recordedCall, saveWithRetry, stepOf, withAnswer } from '../recorded-call';
import { findLostPrediction } from './lost-prediction';
import { missing, requireVersion } from './required';

/** One attempt at the picture of a version. */
export interface MakePicture {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  versionId: string;
  /** Whether the post may go out once the picture is made, since nothing else is to be made. */
  releases?: boolean;
}

/**
 * `made`: the stage is done, with a picture, or without one (null) where the post goes without; `release` says whether the post goes out
 * now, where that was asked. `failed`: this prediction ended without a picture; another one may be tried.
 */
export type Pictured =
  { outcome: 'made'; pictureId: string | null; release?: Release } | { outcome: 'failed'; reason: string };

/** A picture in our own storage. */
interface Copied {
  storageKey: string;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
}

/** A look for a prediction to be cancelled may take this long, in milliseconds. */
const LAST_LOOK_MS = 3_000;

/** Whether the order was cancelled; a stopping worker is another matter. */
function isCancelled(): boolean {
  return Context.current().cancellationDetails?.cancelRequested === true;
}

/** Activities of lane `images`. */
export function createImagesActivities(deps: ActivityDeps) {
  const { db, pictures } = deps;

  /** This attempt's prediction was made and given up, and whoever did so ended before telling. */
  async function isUsedUp(picture: Picture, input: MakePicture): Promise<boolean> {
    if (picture.predictionId) return false;
    return db.providerCalls.isAnswered({ ...input, stage: 'image', basis: input.versionId });
  }

  /** The running prediction of a picture: the one on record, a lost one, or a new one. */
  async function startPrediction(order: BlogOrder, picture: Picture, input: MakePicture): Promise<string> {
    if (picture.predictionId) return picture.predictionId;
    const calls = { orderId: order.id, stage: 'image', round: input.round, basis: input.versionId };
    const begunBefore = picture.createBeganAt;
    const lost = begunBefore
      ? await findLostPrediction(
          pictures,
          picture,
          { first: begunBefore, last: (await db.providerCalls.lastBegun(calls)) ?? begunBefore },
          cancellationSignal(),
        )
      : undefined;
    const price = priceOfPicture(deps.prices, { model: deps.pictureModel });
    if (lost)
      return saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          await tx.providerCalls.answerLostCall({ ...calls, costMicros: price });
          return tx.pictures.claimPrediction({ pictureId: picture.id, predictionId: lost.id });
        }),
      );
    const begunAt = new Date(deps.now());
    await db.pictures.markPredictionBegun({ pictureId: picture.id });
    const { callId, answer } = await recordedCall<Prediction>(
      deps,
      { ...stepOf(order, input), lane: 'images', stage: 'image', basis: input.versionId },
      { provider: 'replicate', model: deps.pictureModel, mostMicros: price },
      (signal) => pictures.create({ prompt: picture.prompt, seed: picture.seed, signal }),
    ).catch(async (error: unknown) => {
      if (isCancelled()) await cancelUnanswered(picture, begunAt);
      // An earlier creation may still have worked, and must be looked for again.
      else if (!begunBefore && error instanceof GalleyError && chargeOf(error.failure) === 'none')
        await saveWithRetry(deps, () => db.pictures.forgetPredictionBegun({ pictureId: picture.id }));
      throw error;
    });
    const end = { state: 'answered', cost: { micros: price } } as const;
    // A prediction that is not on record is looked for again, and its call answered then.
    const otherwise = { state: 'lost', cost: 'unknown' } as const;
    const standing = await withAnswer(deps, { callId, end, otherwise }, (save) =>
      save((tx) => tx.pictures.claimPrediction({ pictureId: picture.id, predictionId: answer.id })),
    );
    if (standing !== answer.id) await cancelQuietly(answer.id);
    return standing;
  }

  /** A creation that was given up before its answer may run at the provider all the same. */
  async function cancelUnanswered(picture: Picture, begunAt: Date): Promise<void> {
    const begun = { first: begunAt, last: new Date(deps.now()) };
    const lost = await findLostPrediction(pictures, picture, begun, AbortSignal.timeout(LAST_LOOK_MS)).catch(
      () => undefined,
    );
    if (lost) await cancelQuietly(lost.id);
  }

  async function cancelQuietly(predictionId: string): Promise<void> {
    await pictures.cancel({ id: predictionId }).catch(() => {
      deps.log.warn('a prediction could not be cancelled', { predictionId });
    });
  }

  /** The prediction as it is now. One that nobody can make sense of is waited for no longer than any other. */
  async function look(predictionId: string, deadline: number): Promise<Prediction | 'overdue' | 'gone'> {
    try {
      return await pictures.get({ id: predictionId, signal: cancellationSignal() });
    } catch (error) {
      if (!(error instanceof GalleyError)) throw error;
      if (error.failure.type === 'Picture.Failed') return 'gone';
      if (isOdd(error.failure) && deps.monotonic() >= deadline) return 'overdue';
      throw error;
    }
  }

  /** Waits for the prediction's end, until a time by the monotonic clock. Cancelling the order cancels the prediction too; a stopping worker leaves it be. */
  async function endOf(predictionId: string, deadline: number): Promise<Prediction | 'overdue' | 'gone'> {
    try {
      for (;;) {
        const prediction = await look(predictionId, deadline);
        if (prediction === 'overdue' || prediction === 'gone') return prediction;
        if (prediction.status !== 'starting' && prediction.status !== 'processing') return prediction;
        if (deps.monotonic() >= deadline) {
          await cancelQuietly(predictionId);
          return 'overdue';
        }
        await sleep(deps.pollEveryMs);
      }
    } catch (error) {
      if (isCancelled()) await cancelQuietly(predictionId);
      throw error;
    }
  }

  async function copy(url: string): Promise<Copied> {
    const bytes = await pictures.download({ url, signal: cancellationSignal() });
    const kind = sniffPicture(bytes);
    if (!kind)
      throw new GalleyError({
        type: 'Picture.Failed',
        reason: 'output_unusable',
        detail: `the delivery address gave ${bytes.length} bytes that are no picture`,
      });
    const storageKey = await saveWithRetry(deps, () =>
      deps.pictureStore.save({ bytes, extension: kind.extension }),
    );
    return {
      storageKey,
      contentType: kind.contentType,
      width: kind.width,
      height: kind.height,
      bytes: bytes.length,
    };
  }

  /** Our own copy of what a prediction brought, or why there is none and another prediction is needed. */
  async function copyOf(ended: Prediction | 'overdue' | 'gone'): Promise<Copied | { problem: string }> {
    if (typeof ended === 'string') return { problem: ended };
    if (ended.flagged) return { problem: PICTURE_FLAGGED };
    if (ended.status !== 'succeeded') return { problem: ended.status };
    if (!ended.outputUrl) return { problem: 'no_output' };
    try {
      return await copy(ended.outputUrl);
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type === 'Picture.Failed')
        return { problem: error.failure.reason };
      throw error;
    }
  }

  /** The picture becomes its order's, in one transaction with what is still to be saved of it. */
  async function complete(
    input: MakePicture,
    pictureId: string,
    save?: (tx: Tx) => Promise<void>,
  ): Promise<Pictured> {
    await saveWithRetry(deps, () =>
      db.transaction(async (tx) => {
        await save?.(tx);
        if (await tx.stages.completeStage({ ...input, kind: 'blog', stage: 'image' }))
          await tx.blogOrders.setParts({ orderId: input.orderId, pictureId });
      }),
    );
    return { outcome: 'made', pictureId };
  }

  async function skip({ orderId, startNo, round }: MakePicture): Promise<boolean> {
    const { skipped } = await db.withoutPicture.skipPicture({
      orderId,
      startNo,
      round,
      reason: 'not_wanted',
    });
    return skipped;
  }

  /** The prompt for a picture by what the text, the store and a person say, and by what was flagged before. */
  async function promptOf(order: BlogOrder, version: Version): Promise<string> {
    const { id: orderId, storeId } = order;
    const [material, times] = await Promise.all([
      db.material.readMaterial({ orderId, storeId, part: 'picture' }),
      db.failedPictures.countFlags({ orderId, basis: version.id }),
    ]);
    if (!material) throw missing('store', { orderId });
    const { hint, subject, store } = material;
    const { imageStyle, name, language } = store;
    const flagged = { times, subject: subject?.subject ?? '', store: name, language };
    return picturePrompt({ ...version, imageStyle, hint, flagged });
  }

  /** The attempt is used up: its prediction (none where its creation was refused) brought no picture. */
  async function fail(
    input: MakePicture,
    picture: Picture,
    { predictionId, reason }: { predictionId: string | null; reason: string },
  ): Promise<Pictured> {
    const { orderId, round, attempt, versionId: basis } = input;
    const { id: pictureId, prompt } = picture;
    const failed = { orderId, round, attempt, basis, pictureId, predictionId, prompt, reason };
    await saveWithRetry(deps, () => db.pictures.dropPrediction(failed));
    return { outcome: 'failed', reason };
  }

  /** Makes one picture, waits for it, and copies it to our own storage. */
  async function make(input: MakePicture): Promise<Pictured> {
    const order = await db.blogOrders.currentBlogOrder(input);
    if (order.pictureId || order.withoutPicture) return { outcome: 'made', pictureId: order.pictureId };
    const known = await db.failedPictures.findFailed({ ...input, basis: input.versionId });
    if (known) return { outcome: 'failed', reason: known.reason };
    await db.blogOrders.beginBlogStage({ ...input, stage: 'image' }, order);
    const version = await requireVersion(deps, input);
    // Finished while its order was being cancelled, and kept for the retry.
    const finished = await db.pictures.findFinishedPicture({
      orderId: order.id,
      basis: version.id,
    });
    if (finished) return complete(input, finished.id);
    // The store wants none any more.
    if (order.pictureMode === 'none' && (await skip(input))) return { outcome: 'made', pictureId: null };
    const picture = await db.pictures.openPicture({
      orderId: order.id,
      round: input.round,
      basis: version.id,
      prompt: await promptOf(order, version),
      seed: pictureSeed({ orderId: order.id, round: input.round }),
    });
    // By Postgres' clock as to when it began, and one that nobody sets from here on.
    const deadline = deps.monotonic() + deps.predictionDeadlineMs - (picture.createAgeMs ?? 0);
    if (await isUsedUp(picture, input)) return { outcome: 'failed', reason: 'given_up' };
    const step = {
      ...stepOf(order, input),
      stage: 'image',
      basis: input.versionId,
      lane: 'images',
    } as const;
    const started = await startPrediction(order, picture, input).catch(async (error: unknown) => {
      if (error instanceof GalleyError && error.failure.type === 'Picture.Failed')
        return { refused: error.failure.reason };
      // Each creation may have been paid for, although nobody can tell what became of it.
      if (await isOneTooMany(deps, step, error)) return { refused: 'odd_answer' };
      throw error;
    });
    if (typeof started !== 'string')
      return fail(input, picture, { predictionId: null, reason: started.refused });
    const predictionId = started;
    const ended = await endOf(predictionId, deadline);
    const file = await copyOf(ended);
    if ('problem' in file) return fail(input, picture, { predictionId, reason: file.problem });
    return complete(input, picture.id, (tx) =>
      tx.pictures.savePictureFile({ pictureId: picture.id, ...file }),
    );
  }

  return {
    /**
     * Makes one picture, waits for it, and copies it to our own storage. Where nothing else is to be made, it then asks to let the post
     * out, which is the point of no return.
     */
    async makePicture(input: MakePicture): Promise<Pictured> {
      const pictured = await make(input);
      if (pictured.outcome !== 'made' || !input.releases) return pictured;
      return { ...pictured, release: await db.blogRuns.beginPublish(input) };
    },
  };
}

export type ImagesActivities = ReturnType<typeof createImagesActivities>;
