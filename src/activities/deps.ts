import type { MailSender } from '../clients/mail/mail';
import type { ModelClient } from '../clients/openai';
import type { PageReader } from '../clients/page';
import type { PictureStore } from '../clients/picture-store';
import type { Publishers } from '../clients/publisher';
import type { PictureClient } from '../clients/replicate';
import type { PaymentClient } from '../clients/stripe/stripe';
import type { SecretKeeper } from '../clients/secrets';
import type { WebhookSender } from '../clients/webhook';
import type { ClassifiedFailure } from '../contract/failures';
import type { StoreCredentials } from '../db/stores/connection';
import type { PendingMail } from '../db/mail/tries';
import type { Store } from '../db/stores/stores';
import type { Db } from '../db/db';
import type { Budgets } from '../domain/providers/budget';
import type { PriceTable } from '../domain/spending/prices';
import type { Logger } from '../telemetry/logger';

/** A model and the maximum number of tokens in an answer. */
export interface StageModel {
  model: string;
  maxCompletionTokens: number;
}

/** The activities' dependencies. Times are in milliseconds. */
export interface ActivityDeps {
  db: Db;
  model: ModelClient;
  pictures: PictureClient;
  publishers: Publishers;
  /** Decrypts tenants' secrets. Throws if the keys do not match. */
  opened: {
    credentials: (store: Pick<Store, 'id' | 'sealedCredentials'>) => StoreCredentials | undefined;
    webhookSecret: (webhookId: string, sealed: Buffer) => string;
    hookSecret: (domainId: string, sealed: Buffer) => string;
    mailSecret: (mailId: string, sealed: Buffer) => string;
    providerKey: (id: string, sealed: Buffer) => string;
    unsubscribeToken: (subscription: NonNullable<PendingMail['subscription']>) => string;
  };
  /** What the accounts of the settings bear in a minute. */
  budgets: Budgets;
  pictureStore: PictureStore;
  receivers: WebhookSender;
  outlets: {
    pages: PageReader;
    /** Whether hooks may name pages on this machine or in a private network. */
    allowPrivate: boolean;
    /** Pause before a page is looked at for the second time; further ones are longer. */
    checkPauseMs: number;
  };
  mail: {
    sender: MailSender;
    /** Whether there is a mail server. */
    isConfigured: boolean;
    /** Whether a failed attempt shows that the server takes our mail as such. */
    wasJudged: (failure: ClassifiedFailure) => boolean;
    /** Where links in mails lead, without a slash at its end. */
    publicUrl: string;
    /** A mail fails for good after this long without success. */
    giveUpMs: number;
  };
  alerts: {
    /** The webhook that operators are told by; a secret. None where undefined. */
    webhookUrl: string | undefined;
  };
  payments: {
    client: PaymentClient;
    /** Pause before a checkout is looked at for the second time, in milliseconds. */
    checkEveryMs: number;
  };
  bulk: {
    /** Rest of a bulk job between the end of an item and the start of the next one in its place, in milliseconds. */
    itemDelayMs: number;
  };
  /** A webhook delivery fails for good after this long without success. */
  deliveryGiveUpMs: number;
  models: { ideas: StageModel; content: StageModel; quality: StageModel; component: StageModel };
  pictureModel: string;
  pollEveryMs: number;
  predictionDeadlineMs: number;
  contentWords: number;
  prices: PriceTable;
  secrets: SecretKeeper;
  /** Classifies any error; nothing that it says holds a secret of ours. */
  classify: (error: unknown) => ClassifiedFailure;
  now: () => number;
  /** A clock that only measures durations; nobody sets it. */
  monotonic: () => number;
  log: Logger;
}
