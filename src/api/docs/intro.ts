import { ORDER_KINDS } from '../../contract/orders';
import { statusMeanings } from '../../domain/orders/lifecycle';
import { entry, html, prose } from './html';
import type { Markup } from './html';
import { ERROR_WORDS } from './words';
import { ERROR_STATUS } from '../http/errors';
import type { ErrorCode } from '../http/errors';

/** How to begin: address, key, retries, lists, names. `address` is the one of this server. */
export const start = (address: string): Markup =>
  html`<section id="start">
    <h2>Getting started</h2>
    <p>
      Every request below <code>/api</code> carries your API key as a bearer token. The examples read the URL
      of this server and your key from two variables, and run in any shell with curl:
    </p>
    <pre tabindex="0"><code>export GALLEY_URL=${address}   # this server
export GALLEY_KEY=galley_…                 # your key</code></pre>
    <p>
      Each key has a role; every request lists the roles that may send it. Requests that create or change
      orders accept an <code>Idempotency-Key</code>: repeating a request with the same key within two days
      returns the first answer and has no further effect. If an answer has a <code>nextCursor</code>, send it
      as <code>cursor</code> to get the next page, until it is <code>null</code>. Times in answers are in UTC,
      unless their name ends in <code>Local</code>. In addresses and fields, a customer is a
      <code>tenant</code> and a page is an <code>item</code>.
    </p>
  </section>`;

/** How an order goes, status by status. */
export function statuses(): Markup {
  return html`<section id="statuses">
    <h2>Order statuses</h2>
    <p>
      Create an order, wait until it is <code>AWAITING_SELECTION</code>, choose one of its ideas, and wait
      until it is <code>DONE</code>. If no idea fits, request new ones or send a title of your own.
    </p>
    <p>
      The <code>publishMode</code> of the order, or else of its store, decides what happens to the finished
      post. With <code>publish</code>, the post is published. With <code>draft</code>, it is saved in the
      store as a draft, and the order is <code>DONE</code>. With <code>approve</code>, the order is
      <code>AWAITING_APPROVAL</code> until you approve the post; until then you can regenerate its text or its
      image. With a <code>publishAt</code>, the order is <code>SCHEDULED</code> until that time, after the
      approval if one is required. Until it is <code>PUBLISHING</code>, an order can be rescheduled or
      cancelled.
    </p>
    <dl>
      ${ORDER_KINDS.flatMap(statusMeanings).map(({ status, says }) => entry({ name: status, note: '', text: prose(says) }))}
    </dl>
  </section>`;
}

/** What every error means. */
export function errors(): Markup {
  return html`<section id="errors">
    <h2>Errors</h2>
    <p>All errors have the same shape; some have further fields:</p>
    <pre tabindex="0"><code>{"error":"conflict","message":"…","requestId":"…"}</code></pre>
    <dl>
      ${(Object.keys(ERROR_STATUS) as ErrorCode[]).map(
        (code) =>
          html`<dt id="error-${code}"><code>${code}</code> <small>${ERROR_STATUS[code]}</small></dt>
            <dd>${prose(ERROR_WORDS[code])}</dd>`,
      )}
    </dl>
  </section>`;
}
