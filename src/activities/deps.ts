import type { ModelClient } from '../clients/openai';
import type { PictureStore } from '../clients/picture-store';
import type { Publishers } from '../clients/publisher';
import type { PictureClient } from '../clients/replicate';
import type { WebhookSender } from '../clients/webhook';
import type { ClassifiedFailure } from '../contract/failures';
import type { StoreCredentials } from '../db/stores/connection';
import type { Store } from '../db/stores/stores';
import type { Db } from '../db/db';
import type { PriceTable } from '../domain/spending/prices';
import type { Logger } from '../telemetry/logger';

/** A model and the most tokens one answer may have. */
export interface StageModel {
  model: string;
  maxCompletionTokens: number;
}

/** All that activities work with. Times in milliseconds. */
export interface ActivityDeps {
  db: Db;
  model: ModelClient;
  pictures: PictureClient;
  publishers: Publishers;
  /** Opens what tenants have entrusted to us. Throws where our keys do not fit. */
  opened: {
    credentials: (store: Pick<Store, 'id' | 'sealedCredentials'>) => StoreCredentials | undefined;
    webhookSecret: (webhookId: string, sealed: Buffer) => string;
  };
  pictureStore: PictureStore;
  receivers: WebhookSender;
  /** A webhook event that nobody takes for this long is given up. */
  deliveryGiveUpMs: number;
  models: { ideas: StageModel; content: StageModel; quality: StageModel; component: StageModel };
  pictureModel: string;
  pollEveryMs: number;
  predictionDeadlineMs: number;
  contentWords: number;
  prices: PriceTable;
  /** The one classifier of failures. */
  classify: (error: unknown) => ClassifiedFailure;
  now: () => number;
  log: Logger;
}
