import { cancellationSignal, Context, sleep } from '@temporalio/activity';
import { GalleyError } from '../../contract/failures';
import type { Prediction } from '../../clients/replicate';
import type { Order } from '../../db/orders/orders';
import type { Picture } from '../../db/blog/pictures';
import type { Tx } from '../../db/db';
import { pictureSeed, sniffPicture } from '../../domain/providers/picture-bytes';
import { priceOfPicture } from '../../domain/spending/prices';
import { picturePrompt } from '../../domain/prompts/picture';
import type { ActivityDeps } from '../deps';
import { mayHaveWorked, saveWithRetry, recordedCall } from '../recorded-call';
import { requireStore, requireVersion } from './required';

/** One attempt at the picture of a version. */
export interface MakePicture {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  versionId: string;
}

/** `failed`: this prediction ended without a picture; another one may be tried. */
export type Pictured = { outcome: 'made'; pictureId: string } | { outcome: 'failed'; reason: string };

/** A picture in our own storage. */
interface Copied {
  storageKey: string;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
}

/** Clocks of two machines may differ by this much, in milliseconds, when a lost prediction is looked for. */
const CLOCK_SLACK_MS = 60_000;

/** A look for a prediction to be cancelled may take this long, in milliseconds. */
const LAST_LOOK_MS = 3_000;

/** Whether the order was cancelled; a stopping worker is another matter. */
function isCancelled(): boolean {
  return Context.current().cancellationDetails?.cancelRequested === true;
}

/** Activities of lane `images`. */
export function createImagesActivities(deps: ActivityDeps) {
  const { db, pictures } = deps;

  /** A prediction whose creation was begun but whose answer never came, found by its prompt and seed. */
  async function lostPrediction(
    picture: Picture,
    createBeganAt: Date | null,
    signal: AbortSignal,
  ): Promise<Prediction | undefined> {
    if (!createBeganAt) return undefined;
    const since = createBeganAt.getTime() - CLOCK_SLACK_MS;
    const recent = await pictures.recent({ signal });
    return recent.find(
      (prediction) =>
        prediction.input.seed === picture.seed &&
        prediction.input.prompt === picture.prompt &&
        Date.parse(prediction.createdAt) >= since,
    );
  }

  /** This attempt's prediction was made and given up, and whoever did so ended before telling. */
  async function isUsedUp(picture: Picture, input: MakePicture): Promise<boolean> {
    if (picture.predictionId) return false;
    return db.providerCalls.isAnswered({ ...input, stage: 'image', basis: input.versionId });
  }

  /** The running prediction of a picture: the one on record, a lost one, or a new one. */
  async function startPrediction(order: Order, picture: Picture, input: MakePicture): Promise<string> {
    if (picture.predictionId) return picture.predictionId;
    const lost = await lostPrediction(picture, picture.createBeganAt, cancellationSignal());
    const price = priceOfPicture(deps.prices, { model: deps.pictureModel });
    if (lost)
      return saveWithRetry(deps, () =>
        db.transaction(async (tx) => {
          await tx.providerCalls.answerLostCall({
            orderId: order.id,
            stage: 'image',
            round: input.round,
            basis: input.versionId,
            costMicros: price,
          });
          return tx.pictures.claimPrediction({ pictureId: picture.id, predictionId: lost.id });
        }),
      );
    const begunAt = new Date(deps.now());
    await db.pictures.markPredictionBegun({ pictureId: picture.id });
    const { callId, answer } = await recordedCall<Prediction>(
      deps,
      {
        orderId: order.id,
        tenantId: order.tenantId,
        lane: 'images',
        provider: 'replicate',
        model: deps.pictureModel,
        stage: 'image',
        round: input.round,
        attempt: input.attempt,
        basis: input.versionId,
        mostMicros: price,
      },
      (signal) => pictures.create({ prompt: picture.prompt, seed: picture.seed, signal }),
    ).catch(async (error: unknown) => {
      if (isCancelled()) await cancelUnanswered(picture, begunAt);
      else if (error instanceof GalleyError && !mayHaveWorked(error))
        await saveWithRetry(deps, () => db.pictures.forgetPredictionBegun({ pictureId: picture.id }));
      throw error;
    });
    const standing = await saveWithRetry(deps, () =>
      db.transaction(async (tx) => {
        await tx.providerCalls.endCall(callId, {
          state: 'answered',
          ...(price === null ? {} : { costMicros: price }),
        });
        return tx.pictures.claimPrediction({ pictureId: picture.id, predictionId: answer.id });
      }),
    );
    if (standing !== answer.id) await cancelQuietly(answer.id);
    return standing;
  }

  /** A creation that was given up before its answer may run at the provider all the same. */
  async function cancelUnanswered(picture: Picture, begunAt: Date): Promise<void> {
    const lost = await lostPrediction(picture, begunAt, AbortSignal.timeout(LAST_LOOK_MS)).catch(
      () => undefined,
    );
    if (lost) await cancelQuietly(lost.id);
  }

  async function cancelQuietly(predictionId: string): Promise<void> {
    await pictures.cancel({ id: predictionId }).catch(() => {
      deps.log.warn('a prediction could not be cancelled', { predictionId });
    });
  }

  /** Waits for the prediction's end. Cancelling the order cancels the prediction too; a stopping worker leaves it be. */
  async function endOf(predictionId: string, deadline: number): Promise<Prediction | 'overdue'> {
    const signal = cancellationSignal();
    try {
      for (;;) {
        const prediction = await pictures.get({ id: predictionId, signal });
        if (prediction.status !== 'starting' && prediction.status !== 'processing') return prediction;
        if (deps.now() >= deadline) {
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
  async function copyOf(ended: Prediction | 'overdue'): Promise<Copied | { problem: string }> {
    if (ended === 'overdue') return { problem: 'overdue' };
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
        await tx.stages.complete({
          ...input,
          stage: 'image',
          to: 'GENERATING_IMAGE',
          phase: 'queued',
          pictureId,
        });
      }),
    );
    return { outcome: 'made', pictureId };
  }

  return {
    /** Makes one picture, waits for it, and copies it to our own storage. */
    async makePicture(input: MakePicture): Promise<Pictured> {
      const order = await db.stages.stillOurs(input);
      if (order.pictureId) return { outcome: 'made', pictureId: order.pictureId };
      await db.stages.begin({ ...input, stage: 'image' });
      const version = await requireVersion(deps, input);
      // Finished while its order was being cancelled, and kept for the retry.
      const finished = await db.pictures.findFinishedPicture({
        orderId: order.id,
        basis: version.id,
      });
      if (finished) return complete(input, finished.id);
      const shop = await requireStore(deps, order);
      const hint = await db.orders.hintFor({ orderId: order.id, part: 'picture' });
      const picture = await db.pictures.openPicture({
        orderId: order.id,
        round: input.round,
        basis: version.id,
        prompt: picturePrompt({ ...version, imageStyle: shop.imageStyle, hint }),
        seed: pictureSeed({ orderId: order.id, round: input.round }),
      });
      if (await isUsedUp(picture, input)) return { outcome: 'failed', reason: 'given_up' };
      const predictionId = await startPrediction(order, picture, input);
      const since = picture.createBeganAt?.getTime() ?? deps.now();
      const ended = await endOf(predictionId, since + deps.predictionDeadlineMs);
      const file = await copyOf(ended);
      if ('problem' in file) {
        await saveWithRetry(deps, () => db.pictures.dropPrediction({ pictureId: picture.id, predictionId }));
        return { outcome: 'failed', reason: file.problem };
      }
      return complete(input, picture.id, (tx) =>
        tx.pictures.savePictureFile({ pictureId: picture.id, ...file }),
      );
    },
  };
}

export type ImagesActivities = ReturnType<typeof createImagesActivities>;
