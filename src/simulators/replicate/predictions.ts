import { randomBytes } from 'node:crypto';
import type { FaultAction } from '../core/fault-types';

/** The status of a prediction. */
export type PredictionStatus = 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'aborted';

/** A stored prediction; times are in milliseconds since 1970. */
export interface StoredPrediction {
  id: string;
  model: string;
  version: string;
  input: Record<string, unknown>;
  createdMs: number;
  startsMs: number;
  endsMs: number;
  ends: 'succeeded' | 'failed' | 'canceled' | 'aborted' | 'never';
  error: string | null;
  canceledMs: number | undefined;
  expired: boolean;
}

/** A prediction in the provider's wire format. */
export interface Prediction {
  id: string;
  model: string;
  version: string;
  input: Record<string, unknown>;
  logs: string;
  output: string[] | null;
  data_removed: boolean;
  error: string | null;
  status: PredictionStatus;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  metrics: Record<string, number>;
  urls: { get: string; cancel: string };
  source: 'api';
}

/** The predictions of the account. */
export interface Predictions {
  create(input: {
    model: string;
    version: string;
    input: Record<string, unknown>;
    tookMs: number;
    fault: FaultAction | undefined;
  }): StoredPrediction;
  find(id: string): StoredPrediction | undefined;
  cancel(prediction: StoredPrediction): void;
  /** Newest first. */
  list(): StoredPrediction[];
  /** Whether the picture can no longer be downloaded. */
  isExpired(prediction: StoredPrediction): boolean;
  status(prediction: StoredPrediction): PredictionStatus;
  view(prediction: StoredPrediction): Prediction;
  expireAll(): void;
  load(stored: StoredPrediction[]): void;
  clear(): void;
}

const deliveryLifeMs = 3_600_000;

/** Creates an empty set of predictions; `changed` is called when persistent state changes. */
export function createPredictions(input: {
  now: () => number;
  baseUrl: () => string;
  changed: () => void;
}): Predictions {
  const { now, baseUrl, changed } = input;
  const stored = new Map<string, StoredPrediction>();
  const newId = (): string =>
    [...randomBytes(26)].map((byte) => 'abcdefghjkmnpqrstvwxyz0123456789'[byte % 32]).join('');
  const status = (prediction: StoredPrediction): PredictionStatus => {
    if (prediction.canceledMs !== undefined) return 'canceled';
    if (now() < prediction.startsMs) return 'starting';
    if (prediction.ends === 'never' || now() < prediction.endsMs) return 'processing';
    return prediction.ends;
  };
  const view = (prediction: StoredPrediction): Prediction => {
    const state = status(prediction);
    const ended = state !== 'starting' && state !== 'processing';
    const endedMs = prediction.canceledMs ?? prediction.endsMs;
    const get = `${baseUrl()}/replicate/v1/predictions/${prediction.id}`;
    return {
      id: prediction.id,
      model: prediction.model,
      version: prediction.version,
      input: prediction.input,
      logs: state === 'starting' ? '' : 'Using seed from the prompt\n',
      output: state === 'succeeded' ? [`${baseUrl()}/replicate-delivery/${prediction.id}/out-0.png`] : null,
      data_removed: false,
      error: ended ? prediction.error : null,
      status: state,
      created_at: new Date(prediction.createdMs).toISOString(),
      started_at: now() >= prediction.startsMs ? new Date(prediction.startsMs).toISOString() : null,
      completed_at: ended ? new Date(endedMs).toISOString() : null,
      metrics: ended ? { predict_time: Math.max(0, endedMs - prediction.startsMs) / 1000 } : {},
      urls: { get, cancel: `${get}/cancel` },
      source: 'api',
    };
  };
  return {
    status,
    view,
    create: ({ model, version, input: given, tookMs, fault }) => {
      const ends = fault?.type === 'prediction' ? fault.ends : 'succeeded';
      const defaults = {
        failed: 'Prediction failed: the model ran out of memory',
        aborted: 'Prediction was aborted',
      };
      const error = ends === 'failed' || ends === 'aborted' ? defaults[ends] : null;
      const prediction: StoredPrediction = {
        id: newId(),
        model,
        version,
        input: given,
        createdMs: now(),
        startsMs: now() + Math.round(tookMs * 0.03),
        endsMs: now() + Math.round(tookMs),
        ends,
        error: fault?.type === 'prediction' ? (fault.error ?? error) : null,
        canceledMs: undefined,
        expired: false,
      };
      stored.set(prediction.id, prediction);
      changed();
      return prediction;
    },
    find: (id) => stored.get(id),
    cancel: (prediction) => {
      if (!['starting', 'processing'].includes(status(prediction))) return;
      prediction.canceledMs = now();
      changed();
    },
    list: () => [...stored.values()].reverse(),
    isExpired: (prediction) => prediction.expired || now() > prediction.endsMs + deliveryLifeMs,
    expireAll: () => {
      for (const prediction of stored.values()) prediction.expired = true;
      changed();
    },
    load: (loaded) => {
      for (const prediction of loaded) stored.set(prediction.id, prediction);
    },
    clear: () => {
      stored.clear();
      changed();
    },
  };
}
