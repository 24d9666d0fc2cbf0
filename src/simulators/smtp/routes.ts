import type { Call, Reply, Route } from '../core/http';
import { escapeHtml, html, json } from '../core/http';
import type { Mailbox, SimulatedMail } from './mailbox';

const style =
  'body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#222;background:#faf8f4}main{max-width:60rem;margin:0 auto;padding:1.5rem}.note{background:#fff3cd;border-bottom:1px solid #e6d28a;padding:.5rem 1.5rem;font-size:14px}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem .6rem;text-align:left;overflow-wrap:anywhere}iframe{width:100%;height:32rem;border:1px solid #ccc;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#fff;border:1px solid #ddd;padding:1rem}';

/** Nothing of a mail may run, load anything or reach the simulators, however it is opened. */
const inert = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
};

function shell(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><div class="note">These mails were taken by a local simulator. None of them was sent to anybody.</div>
<main><h1>${escapeHtml(title)}</h1>
${body}</main></body>
</html>
`;
}

function listPage(mails: readonly SimulatedMail[]): string {
  const rows = [...mails]
    .reverse()
    .map(
      ({ n, at, to, subject }) =>
        `<tr><td><a href="/mail/${n}">${escapeHtml(subject || '(no subject)')}</a></td><td>${escapeHtml(to.join(', '))}</td><td>${escapeHtml(at)}</td></tr>`,
    );
  if (rows.length === 0) return shell('Mail', '<p>No mail yet.</p>');
  return shell(
    'Mail',
    `<table><thead><tr><th>Subject</th><th>To</th><th>Time (UTC)</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

function mailPage(mail: SimulatedMail): string {
  const facts = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Message-ID', mail.messageId],
    ['Time (UTC)', mail.at],
  ].map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value ?? '')}</td></tr>`);
  // Links open in a tab of their own; scripts, forms and the page around it are out of reach.
  const frame = `<iframe title="HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(
    (mail.html ?? '').replace(/<head>/i, '<head><base target="_blank">'),
  )}"></iframe>`;
  return shell(
    mail.subject || '(no subject)',
    `<p><a href="/mail">All mail</a> · <a href="/mail/${mail.n}/raw">Raw</a></p>
<table>${facts.join('')}</table>
<h2>HTML</h2>${mail.html === undefined ? '<p>None.</p>' : frame}
<h2>Text</h2><pre>${escapeHtml(mail.text ?? 'None.')}</pre>
`,
  );
}

const noMail = (): Reply => html(404, shell('Mail', '<p>There is no such mail.</p>'));

/** The page that shows what was sent, and the same as JSON below `/control`. */
export function createMailRoutes(deps: {
  mailbox: Mailbox;
  setDown: (isDown: boolean) => Promise<void>;
}): Route[] {
  const { mailbox } = deps;
  const at = (method: string, path: string, handle: Route['handle']): Route => ({
    ...{ provider: 'control', method, path, kind: 'control', handle },
  });
  const ofMail = (show: (mail: SimulatedMail) => Reply) => (call: Call) => {
    const mail = mailbox.find(Number(call.params.n));
    return mail ? show(mail) : noMail();
  };
  const page = {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
  };
  return [
    at('GET', '/mail', () => html(200, listPage(mailbox.list()), page)),
    at(
      'GET',
      '/mail/:n',
      ofMail((mail) => html(200, mailPage(mail), page)),
    ),
    at(
      'GET',
      '/mail/:n/html',
      ofMail((mail) => html(200, mail.html ?? '', inert)),
    ),
    at(
      'GET',
      '/mail/:n/raw',
      ofMail((mail) => ({
        ...{ status: 200, body: mail.raw },
        headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      })),
    ),
    at('GET', '/control/mails', (call) =>
      json(200, { mails: mailbox.list(call.query.get('to') ?? undefined) }),
    ),
    at('DELETE', '/control/mails', () => {
      mailbox.clear();
      return json(200, { ok: true });
    }),
    at('POST', '/control/mail-server', async (call) => {
      const { down } = (call.json ?? {}) as { down?: unknown };
      await deps.setDown(down !== false);
      return json(200, { ok: true });
    }),
  ];
}
