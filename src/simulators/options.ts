import type { SimulatorControl } from './control';

/** Start options of the simulators. */
export interface SimulatorOptions {
  /** Defaults to 127.0.0.1. */
  host?: string;
  /** Defaults to 0, any free port. */
  port?: number;
  /** Port of the mail server; defaults to 0, any free port. */
  smtpPort?: number;
  /** Origin used in picture and page addresses, if it differs from the listening address (containers). */
  publicUrl?: string;
  /** Multiplies limits and divides latencies; defaults to 1. */
  speed?: number;
  /** Determines texts, pictures and latencies; defaults to 1. */
  seed?: number;
  /** The account's requests and tokens per minute, and the burst size in seconds' worth of them. */
  openai?: { rpm?: number; tpm?: number; burstSeconds?: number };
  /** Ends every post with a sentence saying that a simulator wrote it, for posts that go to a real store. */
  markPosts?: boolean;
  replicate?: { createsPerMinute?: number; othersPerMinute?: number };
  /** Delay before a new draft appears in queries, in milliseconds; not divided by `speed`. */
  wix?: { requestsPerMinutePerStore?: number; draftVisibilityDelayMs?: number };
  /**
   * Where events of Stripe are sent, and the secret that signs them; nothing is sent without. The first pause before one is sent again that was not
   * taken, in milliseconds (a second unless given), doubled each time, and how often it is sent in all (8 unless given).
   */
  stripe?: { endpoint?: { url: string; secret: string }; retryMs?: number; tries?: number };
  /** Preserves drafts, posts, media and predictions across restarts; media files go to `<stateFile>.media/`. */
  stateFile?: string;
  /** `spread`, the default, imitates real response times; `none` responds immediately. */
  latency?: 'spread' | 'none';
}

/** The running simulators. */
export interface Simulators {
  /** Origin, such as `http://127.0.0.1:4010`. */
  url: string;
  /** Base URL for the OpenAI client. */
  openaiUrl: string;
  /** Base URL for the Replicate client. */
  replicateUrl: string;
  wixUrl: string;
  /** Base URL for the Stripe client; below it is the page that lists checkouts. */
  stripeUrl: string;
  /** The mail server, with the user and the password that it takes. */
  smtpUrl: string;
  /** The page that shows what was sent. */
  mailUrl: string;
  control: SimulatorControl;
  /** Closes every connection and saves the state. */
  stop(): Promise<void>;
}
