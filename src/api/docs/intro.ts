import { statusesOf } from '../../domain/orders/lifecycle';
import { entry, html, prose } from './html';
import type { Markup } from './html';
import { ERROR_WORDS, STATUS_WORDS } from './words';
import { ERROR_STATUS } from '../http/errors';
import type { ErrorCode } from '../http/errors';

/** How to begin: address, key, repetition, pages. */
export const START = html`<section id="start">
  <h2>Start here</h2>
  <p>
    Every request below <code>/api</code> carries your key as a bearer token. The examples read the address of
    this server and your key from two variables, and run in any shell with curl:
  </p>
  <pre tabindex="0"><code>export GALLEY_URL=http://127.0.0.1:3000   # this server
export GALLEY_KEY=galley_…                 # your key</code></pre>
  <p>
    A key has a role, and each request says which roles may send it. Orders and acts on them take an
    <code>Idempotency-Key</code>: repeated with the same key a request gets the same answer and does nothing
    twice. Where an answer has a <code>nextCursor</code>, send it as <code>cursor</code> for the next page,
    until it is <code>null</code>. Times in answers are in UTC, except where their name ends in
    <code>Local</code>.
  </p>
</section>`;

/** How an order goes, status by status. */
export function statuses(): Markup {
  return html`<section id="statuses">
    <h2>How an order goes</h2>
    <p>
      Place an order, wait until it is <code>AWAITING_SELECTION</code>, pick one of its ideas, wait until it
      is <code>DONE</code>. None of the ideas will do? Ask for others, or send a title of your own.
    </p>
    <p>
      What becomes of the finished post is up to <code>publishMode</code>, of the order or else of its store:
      with <code>publish</code> it goes out; with <code>draft</code> it stays a draft in the store, and the
      order is <code>DONE</code>; with <code>approve</code> it waits as <code>AWAITING_APPROVAL</code> until
      you approve it, and you can have its text or its picture made again before. With a
      <code>publishAt</code> it waits as <code>SCHEDULED</code> for that time, after the approval where it
      needs one. Both waits can be changed, moved and cancelled until it is <code>PUBLISHING</code>.
    </p>
    <dl>
      ${statusesOf('blog').map((status) => entry({ name: status, note: '', text: prose(STATUS_WORDS[status]) }))}
    </dl>
  </section>`;
}

/** What every error means. */
export function errors(): Markup {
  return html`<section id="errors">
    <h2>Errors</h2>
    <p>Every error has the same shape, with further members where they help:</p>
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
