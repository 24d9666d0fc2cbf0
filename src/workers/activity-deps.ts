import type { Pool } from 'pg';
import type { ActivityDeps } from '../activities/deps';
import { classifyUnknown } from '../clients/failures';
import { createMailSender } from '../clients/mail/mail';
import { wasJudged } from '../clients/mail/mail-failures';
import { createOpenAiClient } from '../clients/openai';
import { createPageReader } from '../clients/page';
import { createPictureStore } from '../clients/picture-store';
import { createPublishers } from '../clients/publishers';
import { createReplicateClient } from '../clients/replicate';
import { createSecretKeeper } from '../clients/secrets';
import { createStripeClient } from '../clients/stripe/stripe';
import { createWebhookSender } from '../clients/webhook';
import type { Config } from '../config/config';
import { secretsOf } from '../config/secrets';
import { sealerOf } from '../db/tenants/seal';
import { hookSecretBinding } from '../db/catalogue/outlets';
import { createDb } from '../db/db';
import { providerKeyBinding } from '../db/lanes/provider-keys';
import { mailSecretBinding } from '../db/mail/queue';
import { unsubscribeBinding } from '../db/mail/subscriptions';
import { openCredentials } from '../db/stores/connection';
import { secretBinding } from '../db/webhooks/webhooks';
import type { Logger } from '../telemetry/logger';

/** Where links in mails lead; workers do not start with a mail server but without PUBLIC_URL. */
function linkAddress({ api }: Config): string {
  return api.publicUrl ?? `http://${api.host}:${api.port}`;
}

/** Creates the activities' dependencies from the configuration. */
export function createActivityDeps(options: { config: Config; pool: Pool; log: Logger }): ActivityDeps {
  const { config, pool, log } = options;
  const now = Date.now;
  const sealer = sealerOf(config);
  const secrets = createSecretKeeper(secretsOf(config));
  const open = (sealed: Buffer, binding: string): string => {
    const secret = sealer.open(sealed, binding);
    secrets.note(secret);
    return secret;
  };
  return {
    db: createDb(pool, { sealer }),
    model: createOpenAiClient({ ...config.openai, now }),
    pictures: createReplicateClient({ ...config.replicate, now }),
    publishers: createPublishers({ settings: config, now, onToken: secrets.note }),
    opened: {
      credentials: (store) => {
        const credentials = openCredentials(sealer, store);
        if (credentials) secrets.note(credentials.appSecret);
        return credentials;
      },
      webhookSecret: (webhookId, sealed) => open(sealed, secretBinding(webhookId)),
      hookSecret: (domainId, sealed) => open(sealed, hookSecretBinding(domainId)),
      mailSecret: (mailId, sealed) => open(sealed, mailSecretBinding(mailId)),
      providerKey: (id, sealed) => open(sealed, providerKeyBinding(id)),
      unsubscribeToken: ({ id, sealedUnsubscribe }) => open(sealedUnsubscribe, unsubscribeBinding(id)),
    },
    budgets: config.budgets,
    pictureStore: createPictureStore({ dir: config.pictureDir }),
    receivers: createWebhookSender({ ...config.webhooks, now }),
    outlets: {
      pages: createPageReader(config.webhooks),
      allowPrivate: config.webhooks.allowPrivate,
      checkPauseMs: config.outletCheckMs,
    },
    mail: {
      sender: createMailSender(config.mail.server),
      isConfigured: config.mail.server !== undefined,
      wasJudged,
      publicUrl: linkAddress(config),
      giveUpMs: config.mail.giveUpMs,
    },
    alerts: config.alerts,
    payments: {
      client: createStripeClient(config.payments.stripe, { now }),
      checkEveryMs: config.payments.checkEveryMs,
    },
    bulk: config.bulk,
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
