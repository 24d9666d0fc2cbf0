import { lookup as resolveName } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Webhook as WebhookSigner } from 'standardwebhooks';
import { GalleyError } from '../contract/failures';
import { receiverRefused, receiverSilent } from './failures';
import { AddressRefused, publicLookup } from './public-lookup';
import { addressProblem } from '../domain/text/webhook-address';

/** Bytes of an answer that are read before the connection is closed. */
const MOST_ANSWER_BYTES = 64 * 1024;

/** One message to one receiver. */
export interface WebhookMessage {
  url: string;
  /** `whsec_` and the key in base64, by the Standard Webhooks specification; it is not signed where left out. */
  secret?: string;
  /** The same for every repetition, by which receivers know it again. */
  id: string;
  body: string;
  /** Ends the request early. */
  signal: AbortSignal;
}

/** Sends messages to receivers of webhooks. */
export interface WebhookSender {
  /**
   * Sends one message and answers the receiver's status, which is a success, with what it said, empty where that did not come in full.
   * Everything else is thrown as a GalleyError of type `Receiver.Unavailable`; redirects are not followed.
   */
  send(message: WebhookMessage): Promise<{ status: number; answer: string }>;
}

/** Reads an answer to its end, to the limit or to its break. Empty unless it came in full; the status counts all the same. */
function readAnswer(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) response.destroy();
      else chunks.push(chunk);
    });
    response.on('error', () => resolve(''));
    response.on('close', () => resolve(response.complete ? Buffer.concat(chunks).toString('utf8') : ''));
  });
}

function answerOf(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
}

/** A sender. `timeoutMs` bounds one message from the look-up of its name to the end of the answer. */
export function createWebhookSender(options: {
  /** Whether receivers may be on this machine or in a private network, and go without TLS. */
  allowPrivate: boolean;
  timeoutMs: number;
  now: () => number;
  /** How names are looked up; the system's way when left out. */
  resolve?: typeof resolveName;
}): WebhookSender {
  const lookup = options.allowPrivate ? {} : { lookup: publicLookup(options.resolve ?? resolveName) };

  function signedHeaders({ id, body, secret }: WebhookMessage): Record<string, string> {
    if (secret === undefined) return {};
    const nowMs = options.now();
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(nowMs / 1000)),
      'webhook-signature': new WebhookSigner(secret).sign(id, new Date(nowMs), body),
    };
  }

  function open(message: WebhookMessage, signed: Record<string, string>, signal: AbortSignal): ClientRequest {
    const url = new URL(message.url);
    const given: RequestOptions = {
      method: 'POST',
      // A connection of its own each time: one that is kept would pass by the look at its address.
      agent: false,
      signal,
      ...lookup,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(message.body),
        'user-agent': 'Galley-Webhooks',
        ...signed,
      },
    };
    return url.protocol === 'https:' ? requestHttps(url, given) : requestHttp(url, given);
  }

  return {
    async send(message) {
      // Sockets take IP addresses as they stand, without a look-up, so these are judged here.
      if (addressProblem(message.url, options) !== undefined)
        throw new GalleyError(receiverSilent('address_refused'));
      // Signed outside the try: a secret that cannot be decoded is a fault of ours, not of the receiver.
      const signed = signedHeaders(message);
      const late = AbortSignal.timeout(options.timeoutMs);
      let response: IncomingMessage;
      try {
        const request = open(message, signed, AbortSignal.any([message.signal, late]));
        response = await answerOf(request, message.body);
      } catch (error) {
        message.signal.throwIfAborted();
        const reason = late.aborted
          ? 'timed_out'
          : error instanceof AddressRefused
            ? 'address_refused'
            : 'no_answer';
        throw new GalleyError(receiverSilent(reason, error));
      }
      const answer = await readAnswer(response);
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return { status, answer };
      const retryAfter = response.headers['retry-after'];
      throw new GalleyError(
        receiverRefused({ status, headers: { 'retry-after': retryAfter }, nowMs: options.now() }),
      );
    },
  };
}
