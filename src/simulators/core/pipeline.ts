import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultAction } from './fault-types';
import type { Faults } from './faults';
import type { Call, Reply, Route } from './http';
import { html, json } from './http';
import type { Answered, Journal, OpenRecord } from './journal';
import { wait } from './waiting';

const largestBody = 32 * 1024 * 1024;

/** Dependencies of the pipeline. */
export interface PipelineDeps {
  find: (method: string, path: string) => { route: Route; params: Record<string, string> } | undefined;
  faults: Faults;
  journal: Journal;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

const htmlPage =
  '<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Please wait</h1></body></html>';

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseJson(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, reply: Reply): Answered {
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body, 'utf8');
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
  response.end(body);
  return reply.status;
}

function sendHalf(response: ServerResponse, reply: Reply): Promise<Answered> {
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body, 'utf8');
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
  return new Promise((resolve) => {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      response.socket?.end(() => response.socket?.destroy());
      resolve('dropped');
    });
  });
}

function drop(response: ServerResponse): Answered {
  response.socket?.destroy();
  return 'dropped';
}

function scripted(action: FaultAction & { type: 'respond' }): Reply {
  const headers = action.headers ?? {};
  if (typeof action.body === 'string')
    return {
      status: action.status,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
      body: action.body,
    };
  return json(action.status, action.body ?? {}, headers);
}

/** Applies a request's fault, if any, around its handler. */
async function applyFault(input: {
  fault: FaultAction | undefined;
  call: Call;
  work: () => Promise<Reply>;
  response: ServerResponse;
}): Promise<Answered> {
  const { fault, call, work, response } = input;
  const answer = async (produce: () => Promise<Reply>, how = send): Promise<Answered> => {
    const reply = await produce();
    return call.signal.aborted ? 'aborted' : how(response, reply);
  };
  switch (fault?.type) {
    case 'respond':
      return send(response, scripted(fault));
    case 'html':
      return send(response, html(200, htmlPage));
    case 'dropBefore':
      return drop(response);
    case 'dropAfter':
      await work();
      return drop(response);
    case 'cut': {
      const reply = await work();
      return call.signal.aborted ? 'aborted' : sendHalf(response, reply);
    }
    case 'late':
      setTimeout(() => void work().catch(() => undefined), fault.ms).unref();
      return send(response, json(fault.status ?? 504, { message: 'upstream request timeout' }));
    case 'delay':
      await wait({ ms: fault.ms, signal: call.signal });
      return call.signal.aborted ? 'aborted' : answer(work);
    case 'hang': {
      const early = fault.work ? await work() : undefined;
      await wait({ ms: fault.ms ?? Number.POSITIVE_INFINITY, signal: call.signal });
      if (call.signal.aborted) return 'aborted';
      return answer(early ? () => Promise.resolve(early) : work);
    }
    default:
      return answer(work);
  }
}

/** Handles one request: body, route, record, fault, handler. Never throws. */
export function createPipeline(
  deps: PipelineDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const gone = new AbortController();
    const onStop = (): void => gone.abort();
    deps.stopping.addEventListener('abort', onStop, { once: true });
    response.on('close', () => {
      deps.stopping.removeEventListener('abort', onStop);
      if (!response.writableFinished) gone.abort();
    });
    let record: OpenRecord | undefined;
    try {
      const url = new URL(request.url ?? '/', 'http://simulator.invalid');
      const method = request.method ?? 'GET';
      const raw = await readBody(request);
      if (!raw) return void send(response, json(413, { message: 'Request body is too large' }));
      const found = deps.find(method === 'HEAD' ? 'GET' : method, url.pathname);
      if (!found)
        return void send(response, json(404, { message: `No route for ${method} ${url.pathname}` }));
      const { route, params } = found;
      const call: Call = {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        raw,
        json: parseJson(raw),
        params,
        signal: gone.signal,
        fault: undefined,
        note: (facts) => record?.note(facts),
      };
      if (route.provider === 'control') return void send(response, await route.handle(call));
      const kind = typeof route.kind === 'string' ? route.kind : route.kind(call);
      const path = `${url.pathname}${url.search}`;
      record = deps.journal.begin({ provider: route.provider, kind, method, path, raw });
      const about = route.about?.(call);
      const fault = deps.faults.take({ provider: route.provider, kind, path, raw, about });
      call.fault = fault;
      const work = async (): Promise<Reply> => route.handle(call);
      record.end(await applyFault({ fault, call, work, response }));
    } catch (error) {
      if (gone.signal.aborted) return record?.end('aborted');
      const message = error instanceof Error ? error.message : 'unknown';
      const answered = response.headersSent
        ? drop(response)
        : send(response, json(500, { message: `Simulator error: ${message}` }));
      record?.end(answered);
    }
  };
}
