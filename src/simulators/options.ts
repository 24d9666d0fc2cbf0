import type { SimulatorControl } from './control';

/** How the simulators are started. */
export interface SimulatorOptions {
  /** 127.0.0.1 when left out. */
  host?: string;
  /** 0 (any free port) when left out. */
  port?: number;
  /** Origin that answers name for pictures and pages, where it differs from the listening address (containers). */
  publicUrl?: string;
  /** Limits are multiplied and latencies divided by it; 1 when left out. */
  speed?: number;
  /** Decides texts, pictures and latencies; 1 when left out. */
  seed?: number;
  /** Requests and tokens a minute of the account, and how many seconds' worth may come at once. */
  openai?: { rpm?: number; tpm?: number; burstSeconds?: number };
  /** Every post ends with a sentence that says who wrote it: for posts that go to a real store. */
  markPosts?: boolean;
  replicate?: { createsPerMinute?: number; othersPerMinute?: number };
  /** The delay before a new draft shows up in queries is in milliseconds and not divided by `speed`. */
  wix?: { requestsPerMinutePerStore?: number; draftVisibilityDelayMs?: number };
  /** Keeps drafts, posts, media and predictions over a restart; media bytes go to `<stateFile>.media/`. */
  stateFile?: string;
  /** `spread` when left out: answer times like the real ones; `none`: at once. */
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
  control: SimulatorControl;
  /** Ends every connection and saves the state. */
  stop(): Promise<void>;
}
