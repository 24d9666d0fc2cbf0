import { escapeHtml } from '../core/http';
import type { StoredSession } from './types';

const style =
  'body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#222;background:#f6f8fa}main{max-width:34rem;margin:0 auto;padding:1.5rem}.note{background:#fff3cd;border-bottom:1px solid #e6d28a;padding:.5rem 1.5rem;font-size:14px}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}form{margin:.5rem 0}button{font:inherit;padding:.6rem 1rem;border:1px solid #555;border-radius:.4rem;background:#fff;color:#222;cursor:pointer;width:100%}button.main{background:#3b2fc9;border-color:#3b2fc9;color:#fff}button:focus-visible,a:focus-visible{outline:3px solid #f0a500;outline-offset:2px}.error{border:1px solid #b00020;background:#fdecee;color:#7a0016;padding:.5rem 1rem;border-radius:.4rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem .6rem;text-align:left;overflow-wrap:anywhere}';

/** Nothing of a page runs or loads anything. */
export const PAGE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

function shell(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><div class="note" role="note">A local simulator of Stripe. No money moves, and no card is asked for.</div>
<main><h1>${escapeHtml(title)}</h1>
${body}</main></body>
</html>
`;
}

function button(session: StoredSession, action: string, label: string, isMain = false): string {
  return `<form method="post" action="/stripe/pay/${session.id}"><button${isMain ? ' class="main"' : ''} name="action" value="${action}">${label}</button></form>`;
}

/** The amount as Stripe counts it; the digits of a currency are nobody's business here. */
function amountOf({ amount, currency, discounted }: StoredSession): string {
  return `${discounted ? 0 : amount} (smallest units, ${currency.toUpperCase()})`;
}

function facts(session: StoredSession): string {
  const rows = [
    ['Product', session.name],
    ['Amount', amountOf(session)],
    ['Email', session.email ?? 'none'],
  ];
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value!)}</dd>`).join('')}</dl>`;
}

/** Where a session is paid, and where money that is on its way arrives or fails. */
export function payPage(session: StoredSession, problem?: string): string {
  const said = problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`;
  if (session.status === 'expired')
    return shell('This page has expired', `${facts(session)}<p>This checkout can no longer be paid.</p>`);
  if (session.status === 'complete') {
    const isUnderWay = session.paymentState === 'processing';
    const back = `<p><a href="${escapeHtml(session.successUrl)}">Back to the shop</a></p>`;
    const settle = isUnderWay
      ? `<p>The bank has not sent the money yet.</p>${button(session, 'arrive', 'Money arrives', true)}${button(session, 'fail', 'Payment fails')}`
      : `<p>Payment: ${escapeHtml(session.paymentStatus)}.</p>`;
    return shell(
      isUnderWay ? 'Payment under way' : 'Checkout completed',
      `${said}${facts(session)}${settle}${back}`,
    );
  }
  const cancel =
    session.cancelUrl === null
      ? ''
      : `<p><a href="${escapeHtml(session.cancelUrl)}">Back without paying</a></p>`;
  return shell(
    'Pay',
    `${said}${facts(session)}
${button(session, 'pay', 'Pay', true)}
${button(session, 'decline', 'Fail')}
${button(session, 'later', 'Pay later')}
<p>“Fail” declines the card. “Pay later” completes the checkout with a bank debit, whose money can then arrive or fail.</p>${cancel}`,
  );
}

/** All sessions, newest first, with a way to each. */
export function listPage(sessions: readonly StoredSession[]): string {
  if (sessions.length === 0) return shell('Checkouts', '<p>No checkouts yet.</p>');
  const rows = sessions.map(
    (session) =>
      `<tr><td><a href="/stripe/pay/${session.id}">${escapeHtml(session.name)}</a></td><td>${escapeHtml(amountOf(session))}</td><td>${session.status}</td><td>${session.paymentStatus}</td></tr>`,
  );
  return shell(
    'Checkouts',
    `<table><thead><tr><th scope="col">Product</th><th scope="col">Amount</th><th scope="col">Status</th><th scope="col">Payment</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

/** There is no such session. */
export function missingPage(): string {
  return shell('Not found', '<p>There is no such checkout.</p>');
}
