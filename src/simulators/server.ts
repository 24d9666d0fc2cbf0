import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createControl, createControlRoutes } from './control';
import { createFaults } from './core/faults';
import { asObject, createRouter } from './core/http';
import { createJournal } from './core/journal';
import { createMinuteWindows, createTokenBucket } from './core/limits';
import { createPipeline } from './core/pipeline';
import type { StateFile } from './core/state-file';
import { createStateFile, readStateFile } from './core/state-file';
import { createLatency } from './core/waiting';
import type { Latency } from './core/waiting';
import { createOpenAiAccounts } from './openai/rate-limits';
import { createOpenAiRoutes } from './openai/routes';
import type { SimulatorOptions, Simulators } from './options';
import type { StoredPrediction } from './replicate/predictions';
import { createPredictions } from './replicate/predictions';
import { createReplicateRoutes } from './replicate/routes';
import { SMTP_SIMULATOR_LOGIN, startMailServer } from './smtp/mail-server';
import type { MailServer } from './smtp/mail-server';
import { createMailbox } from './smtp/mailbox';
import { createMailRoutes } from './smtp/routes';
import { createDeliveries } from './stripe/deliveries';
import { createLedger } from './stripe/ledger';
import { createStripeRoutes } from './stripe/routes';
import type { StripeSnapshot } from './stripe/types';
import { createBlog } from './wix/blog';
import { createCatalogVersions } from './wix/catalog-version';
import { createMedia, createMediaBytes } from './wix/media';
import { createWixRoutes } from './wix/routes';
import { createTokens } from './wix/tokens';
import type { WixSnapshot } from './wix/types';

const replicateBurstSeconds = 10;

/** Starts the simulators: one port for those that speak HTTP, and one for mail. Rejects if a port is taken or the state file is damaged. */
export async function startSimulators(options: SimulatorOptions = {}): Promise<Simulators> {
  const { host = '127.0.0.1', port = 0, speed = 1, seed = 1, latency: mode = 'spread', stateFile } = options;
  const now = (): number => Date.now();
  const stopping = new AbortController();
  // Every request in progress adds a listener.
  setMaxListeners(0, stopping.signal);
  let origin = '';
  const baseUrl = (): string => options.publicUrl?.replace(/\/+$/, '') ?? origin;
  let state: StateFile | undefined;
  const changed = (): void => state?.changed();

  const spread = createLatency({ mode, seed, speed });
  let isHurried = false;
  const latency: Latency = (typicalMs) => (isHurried ? 0 : spread(typicalMs));
  const limits = createOpenAiAccounts({
    shared: {
      rpm: (options.openai?.rpm ?? 450) * speed,
      tpm: (options.openai?.tpm ?? 450_000) * speed,
      burstSeconds: options.openai?.burstSeconds ?? 4,
      now,
    },
    speed,
  });
  const newBuckets = () => {
    const bucket = (perMinute: number) =>
      createTokenBucket({ perMinute: perMinute * speed, burstSeconds: replicateBurstSeconds, nowMs: now() });
    return {
      creates: bucket(options.replicate?.createsPerMinute ?? 600),
      others: bucket(options.replicate?.othersPerMinute ?? 3000),
    };
  };
  let buckets = newBuckets();
  const windows = createMinuteWindows({ perMinute: (options.wix?.requestsPerMinutePerStore ?? 200) * speed });
  const faults = createFaults();
  const journal = createJournal({ now });
  const predictions = createPredictions({ now, baseUrl, changed });
  const tokens = createTokens({ now, changed });
  const bytes = createMediaBytes(stateFile && `${stateFile}.media`);
  const media = createMedia({ bytes, now, baseUrl, changed });
  const draftVisibilityDelayMs = options.wix?.draftVisibilityDelayMs ?? 0;
  const blog = createBlog({ media, now, baseUrl, changed, draftVisibilityDelayMs });
  const catalogs = createCatalogVersions();
  const deliveries = createDeliveries({
    ...{ now, faults, stopping: stopping.signal },
    ...{ retryMs: options.stripe?.retryMs ?? 1_000, tries: options.stripe?.tries ?? 8 },
  });
  deliveries.setEndpoint(options.stripe?.endpoint);
  const ledger = createLedger({ now, baseUrl, changed, tell: deliveries.tell });
  const stripe = createStripeRoutes({ ledger, deliveries, latency, now });
  const mailbox = createMailbox({ now });
  let mailServer: MailServer | undefined;
  const setMailDown = async (isDown: boolean): Promise<void> => mailServer?.setDown(isDown);
  const control = createControl({
    mailbox,
    stripe: { ledger, deliveries, forgetKeys: stripe.forgetKeys },
    setMailDown,
    faults,
    journal,
    blog,
    tokens,
    catalogs,
    predictions,
    baseUrl,
    hurry: (hurried) => {
      isHurried = hurried;
    },
    reset: () => {
      isHurried = false;
      const parts = [faults, journal, predictions, tokens, media, blog, catalogs, windows, mailbox];
      for (const part of [...parts, ledger, deliveries]) part.clear();
      stripe.forgetKeys();
      limits.reset();
      buckets = newBuckets();
    },
  });

  if (stateFile !== undefined) {
    const saved = asObject(readStateFile(stateFile));
    const wix = asObject(saved.wix) as Partial<WixSnapshot>;
    tokens.load({ tokens: wix.tokens ?? [], disconnected: wix.disconnected ?? [] });
    media.load(wix.files ?? []);
    blog.load({ drafts: wix.drafts ?? [], posts: wix.posts ?? [] });
    ledger.load(asObject(saved.stripe) as Partial<StripeSnapshot>);
    predictions.load((saved.predictions ?? []) as StoredPrediction[]);
    state = createStateFile({
      path: stateFile,
      snapshot: () => ({
        version: 1,
        wix: { ...tokens.save(), files: media.save(), ...blog.save() } satisfies WixSnapshot,
        predictions: predictions.list().reverse(),
        stripe: ledger.save(),
      }),
    });
  }

  const find = createRouter([
    ...createOpenAiRoutes({ seed, limits, latency, now, markPosts: options.markPosts ?? false }),
    ...createReplicateRoutes({ seed, predictions, latency, buckets: () => buckets, now, baseUrl }),
    ...createWixRoutes({ blog, media, tokens, catalogs, windows, latency, now, baseUrl }),
    ...stripe.routes,
    ...createControlRoutes(control),
    ...createMailRoutes({ mailbox, setDown: setMailDown }),
  ]);
  const handle = createPipeline({ find, faults, journal, stopping: stopping.signal });
  const server = createServer((request, response) => void handle(request, response));
  // Clients keep idle connections for up to a minute; closing later than they do avoids reusing a connection that is
  // just being closed.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const shownHost = host.includes(':') ? `[${host}]` : host;
  try {
    const smtpPort = options.smtpPort ?? 0;
    mailServer = await startMailServer({ host, port: smtpPort, faults, mailbox, stopping: stopping.signal });
  } catch (error) {
    server.close();
    throw error;
  }
  origin = `http://${shownHost}:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    openaiUrl: `${origin}/openai/v1`,
    replicateUrl: `${origin}/replicate/v1`,
    wixUrl: `${origin}/wix`,
    stripeUrl: `${origin}/stripe`,
    smtpUrl: `smtp://${SMTP_SIMULATOR_LOGIN}:${SMTP_SIMULATOR_LOGIN}@${shownHost}:${mailServer.port}`,
    mailUrl: `${baseUrl()}/mail`,
    control,
    stop: async () => {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await mailServer?.stop();
      await closed;
      state?.flush();
    },
  };
}
