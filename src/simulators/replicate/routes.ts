import { createHash } from 'node:crypto';
import type { Call, Reply, Route } from '../core/http';
import { asObject, asText, html, json } from '../core/http';
import type { TokenBucket } from '../core/limits';
import type { Latency } from '../core/waiting';
import { wait } from '../core/waiting';
import type { Predictions, StoredPrediction } from './predictions';
import { drawPicture } from '../pictures/picture';

/** Dependencies of the Replicate routes. */
export interface ReplicateDeps {
  seed: number;
  predictions: Predictions;
  latency: Latency;
  /** The account's limits: for creating predictions, and for everything else. */
  buckets: () => { creates: TokenBucket; others: TokenBucket };
  now: () => number;
  baseUrl: () => string;
}

const pictureMs = 45_000;
const pageSize = 100;
const mostCached = 64;

function refuseToken(call: Call): Reply | undefined {
  const token = /^(?:Bearer|Token)\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
  if (token !== undefined && token !== 'r8_bad') return undefined;
  const detail = 'You did not pass a valid authentication token';
  return json(401, { title: 'Unauthenticated', detail, status: 401 });
}

function throttle(bucket: TokenBucket, nowMs: number): Reply | undefined {
  if (bucket.admits(1, nowMs)) {
    bucket.charge(1, nowMs);
    return undefined;
  }
  const seconds = Math.max(1, Math.ceil(bucket.msUntil(1, nowMs) / 1000));
  const detail = `Request was throttled. Your rate limit for this kind of request resets in ~${seconds}s.`;
  return json(429, { detail, status: 429, retry_after: seconds }, { 'retry-after': String(seconds) });
}

function notFound(): Reply {
  return json(404, { title: 'Not found', detail: 'The requested resource could not be found.', status: 404 });
}

function unprocessable(detail: string, field: string): Reply {
  const invalid = [{ type: 'required', field, description: detail }];
  return json(422, {
    title: 'Input validation failed',
    detail: `- ${field}: ${detail}\n`,
    status: 422,
    invalid_fields: invalid,
  });
}

function preferredWaitMs(call: Call): number {
  const match = /(?:^|,|;)\s*wait(?:=(\d+))?/i.exec(String(call.headers.prefer ?? ''));
  return match ? Math.min(60, Number(match[1] ?? 60)) * 1000 : 0;
}

/** Draws pictures on request and caches the latest. */
function createGallery(seed: number): (prediction: StoredPrediction) => Buffer {
  const cache = new Map<string, Buffer>();
  return (prediction) => {
    const known = cache.get(prediction.id);
    if (known) return known;
    const prompt = String(prediction.input.prompt ?? '');
    const title = asText(prediction.input.title) ?? prompt.split(/\s+/).slice(0, 8).join(' ');
    const bytes = drawPicture({ seed: String(prediction.input.seed ?? seed), prompt, title });
    cache.set(prediction.id, bytes);
    if (cache.size > mostCached) cache.delete(cache.keys().next().value!);
    return bytes;
  };
}

/** The routes below `/replicate/v1` and `/replicate-delivery`. */
export function createReplicateRoutes(deps: ReplicateDeps): Route[] {
  const { predictions } = deps;
  const draw = createGallery(deps.seed);
  const guarded =
    (which: 'creates' | 'others', handle: (call: Call) => Reply | Promise<Reply>) =>
    (call: Call): Reply | Promise<Reply> =>
      refuseToken(call) ?? throttle(deps.buckets()[which], deps.now()) ?? handle(call);
  const create = async (call: Call): Promise<Reply> => {
    const body = asObject(call.json);
    const input = asObject(body.input);
    const named = call.params.owner ? `${call.params.owner}/${call.params.name}` : undefined;
    const version = asText(body.version);
    if (!named && !version) return unprocessable('version is required', 'version');
    if (typeof body.input !== 'object' || body.input === null)
      return unprocessable('input is required', 'input');
    if (!asText(input.prompt)?.trim()) return unprocessable('prompt is required', 'input.prompt');
    const model = named ?? version!.split(':')[0]!;
    const prediction = predictions.create({
      model,
      version: version?.split(':').at(-1) ?? createHash('sha256').update(model).digest('hex'),
      input,
      tookMs: deps.latency(pictureMs),
      fault: call.fault,
    });
    const waitMs = preferredWaitMs(call);
    const takes = prediction.ends === 'never' ? Number.POSITIVE_INFINITY : prediction.endsMs - deps.now() + 1;
    if (waitMs > 0) await wait({ ms: Math.min(waitMs, takes), signal: call.signal });
    return json(201, predictions.view(prediction));
  };
  const account = (): Reply =>
    json(200, {
      type: 'organization',
      username: 'simulator',
      name: 'Simulator',
      github_url: 'https://github.invalid/simulator',
    });
  const model = ({ params }: Call): Reply =>
    json(200, {
      owner: params.owner,
      name: params.name,
      url: `https://replicate.invalid/${params.owner}/${params.name}`,
      visibility: 'public',
      latest_version: { id: createHash('sha256').update(`${params.owner}/${params.name}`).digest('hex') },
    });
  const one = (call: Call): Reply => {
    const prediction = predictions.find(call.params.id!);
    return prediction ? json(200, predictions.view(prediction)) : notFound();
  };
  const cancel = (call: Call): Reply => {
    const prediction = predictions.find(call.params.id!);
    if (!prediction) return notFound();
    predictions.cancel(prediction);
    return json(200, predictions.view(prediction));
  };
  const list = (call: Call): Reply => {
    const time = (name: string, otherwise: number): number =>
      Date.parse(call.query.get(name) ?? '') || otherwise;
    const after = time('created_after', 0);
    const before = time('created_before', Number.POSITIVE_INFINITY);
    const all = predictions.list().filter(({ createdMs }) => createdMs >= after && createdMs < before);
    const from = Math.max(0, Number(call.query.get('cursor') ?? 0) || 0);
    const page = (offset: number): string => {
      const query = new URLSearchParams(call.query);
      query.set('cursor', String(offset));
      return `${deps.baseUrl()}/replicate/v1/predictions?${query.toString()}`;
    };
    const results = all.slice(from, from + pageSize).map((prediction) => predictions.view(prediction));
    return json(200, {
      previous: from > 0 ? page(Math.max(0, from - pageSize)) : null,
      next: from + pageSize < all.length ? page(from + pageSize) : null,
      results,
    });
  };
  const deliver = (call: Call): Reply => {
    if (call.fault?.type === 'delivery' && call.fault.answer === 'html')
      return html(200, '<!DOCTYPE html><html><body><h1>This file is no longer here</h1></body></html>');
    const prediction = predictions.find(call.params.id!);
    const expired = call.fault?.type === 'delivery' || (prediction && predictions.isExpired(prediction));
    if (!prediction || expired || predictions.status(prediction) !== 'succeeded') {
      const body =
        '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access denied.</Message></Error>';
      return { status: 403, headers: { 'content-type': 'application/xml; charset=UTF-8' }, body };
    }
    return {
      status: 200,
      headers: { 'content-type': 'image/png', 'cache-control': 'private, max-age=3600' },
      body: draw(prediction),
    };
  };
  const about = (call: Call): string | undefined => {
    const prediction = predictions.find(call.params.id!);
    return prediction && JSON.stringify(prediction.input);
  };
  const place = { provider: 'replicate' } as const;
  return [
    {
      ...place,
      method: 'GET',
      path: '/replicate/v1/account',
      kind: 'account',
      handle: guarded('others', account),
    },
    {
      ...place,
      method: 'GET',
      path: '/replicate/v1/models/:owner/:name',
      kind: 'model',
      handle: guarded('others', model),
    },
    {
      ...place,
      method: 'POST',
      path: '/replicate/v1/predictions',
      kind: 'create',
      handle: guarded('creates', create),
    },
    {
      ...place,
      method: 'POST',
      path: '/replicate/v1/models/:owner/:name/predictions',
      kind: 'create',
      handle: guarded('creates', create),
    },
    {
      ...place,
      method: 'GET',
      path: '/replicate/v1/predictions',
      kind: 'list',
      handle: guarded('others', list),
    },
    {
      ...place,
      method: 'GET',
      path: '/replicate/v1/predictions/:id',
      kind: 'get',
      about,
      handle: guarded('others', one),
    },
    {
      ...place,
      method: 'POST',
      path: '/replicate/v1/predictions/:id/cancel',
      kind: 'cancel',
      about,
      handle: guarded('others', cancel),
    },
    {
      ...place,
      method: 'GET',
      path: '/replicate-delivery/:id/:file',
      kind: 'delivery',
      about,
      handle: deliver,
    },
  ];
}
