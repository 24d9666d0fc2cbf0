import type { Pool } from 'pg';
import type { ActivityDeps } from '../activities/deps';
import { classifyUnknown } from '../clients/failures';
import { createOpenAiClient } from '../clients/openai';
import { createPictureStore } from '../clients/picture-store';
import { createPublishers } from '../clients/publishers';
import { createReplicateClient } from '../clients/replicate';
import { createSecretKeeper } from '../clients/secrets';
import { createWebhookSender } from '../clients/webhook';
import type { Config } from '../config/config';
import { secretsOf } from '../config/secrets';
import { sealerOf } from '../db/tenants/seal';
import { createDb } from '../db/db';
import { openCredentials } from '../db/stores/connection';
import { secretBinding } from '../db/webhooks/webhooks';
import type { Logger } from '../telemetry/logger';

/** Creates the activities' dependencies from the configuration. */
export function createActivityDeps(options: { config: Config; pool: Pool; log: Logger }): ActivityDeps {
  const { config, pool, log } = options;
  const now = Date.now;
  const sealer = sealerOf(config);
  const secrets = createSecretKeeper(secretsOf(config));
  return {
    db: createDb(pool),
    model: createOpenAiClient({ ...config.openai, now }),
    pictures: createReplicateClient({ ...config.replicate, now }),
    publishers: createPublishers({ settings: config, now, onToken: secrets.note }),
    opened: {
      credentials: (store) => {
        const credentials = openCredentials(sealer, store);
        if (credentials) secrets.note(credentials.appSecret);
        return credentials;
      },
      webhookSecret: (webhookId, sealed) => {
        const secret = sealer.open(sealed, secretBinding(webhookId));
        secrets.note(secret);
        return secret;
      },
    },
    pictureStore: createPictureStore({ dir: config.pictureDir }),
    receivers: createWebhookSender({ ...config.webhooks, now }),
    deliveryGiveUpMs: config.webhooks.giveUpMs,
    models: config.openai.models,
    pictureModel: config.replicate.model,
    pollEveryMs: config.replicate.pollEveryMs,
    predictionDeadlineMs: config.replicate.predictionDeadlineMs,
    contentWords: config.contentWords,
    prices: config.prices,
    secrets,
    // Whatever is saved or told of a failure is read from its classification.
    classify: (error) => secrets.hideIn(classifyUnknown(error)),
    now,
    monotonic: () => performance.now(),
    log,
  };
}
