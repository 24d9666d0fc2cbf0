import { createTransport } from 'nodemailer';
import type { Simulators } from '../../src/simulators/options';
import { startSimulators } from '../../src/simulators/server';

let simulators: Simulators;

beforeAll(async () => {
  simulators = await startSimulators({ latency: 'none' });
});

afterAll(async () => {
  await simulators?.stop();
});

const send = (own: object = {}) =>
  createTransport(simulators.smtpUrl).sendMail({
    ...{ from: 'a@galley.example', to: 'b@shop.example', subject: 'Grüße <b>' },
    ...{ text: 'Plain ü', html: '<p>Rich <script>alert(1)</script> ü</p>' },
    ...own,
  });

const json = async (path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${simulators.url}${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await answer.json()) as Record<string, unknown>;
};

test('what was sent can be read by people and by tests, and cleared', async () => {
  await send();
  await send({ to: 'c@shop.example', subject: 'Second' });
  const { mails } = (await json('/control/mails?to=b@shop.example')) as { mails: object[] };
  expect(mails).toEqual([
    expect.objectContaining({ n: 1, to: ['b@shop.example'], subject: 'Grüße <b>', text: 'Plain ü\r\n' }),
  ]);
  const page = async (path: string) => {
    const answer = await fetch(`${simulators.url}${path}`);
    return { policy: answer.headers.get('content-security-policy'), text: await answer.text() };
  };
  expect(simulators.mailUrl).toBe(`${simulators.url}/mail`);
  const listed = await page('/mail');
  expect(listed.text).toContain('Grüße &lt;b&gt;');
  expect(listed.text).toContain('href="/mail/2"');
  const shown = await page('/mail/1');
  expect(shown.text).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(shown.text).not.toContain('<script>');
  expect((await page('/mail/1/html')).policy).toContain('sandbox');
  expect((await page('/mail/1/raw')).text).toMatch(/^From: a@galley\.example/m);
  expect((await fetch(`${simulators.url}/mail/99`)).status).toBe(404);
  await json('/control/mails', 'DELETE');
  expect(await json('/control/mails')).toEqual({ mails: [] });
});

test('long lines are read as they were written, blanks where they were folded included', async () => {
  const words = 'Grün und blau '.repeat(40).trim();
  await json('/control/mails', 'DELETE');
  await send({ html: `<p>${words}</p>`, textEncoding: 'quoted-printable' });
  const { mails } = (await json('/control/mails')) as { mails: Array<{ html: string }> };
  expect(mails[0]!.html.trim()).toBe(`<p>${words}</p>`);
});

test('it takes one user with one password', async () => {
  const { port } = new URL(simulators.smtpUrl);
  await expect(
    createTransport(`smtp://somebody:else@127.0.0.1:${port}`).sendMail({
      from: 'a@b.example',
      to: 'c@d.example',
    }),
  ).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
});

test('it can be down, and come back on its port', async () => {
  await json('/control/mail-server', 'POST', { down: true });
  await expect(send()).rejects.toMatchObject({ code: 'ESOCKET' });
  await json('/control/mail-server', 'POST', { down: false });
  await send();
});

test('faults apply to one recipient, if they name one', async () => {
  simulators.control.reset();
  simulators.control.addFault({
    ...{ provider: 'smtp', kind: 'rcpt', match: { contains: 'unknown@' }, times: -1 },
    action: { type: 'respond', status: 550, body: 'User unknown' },
  });
  await send();
  await expect(send({ to: 'unknown@shop.example' })).rejects.toMatchObject({ responseCode: 550 });
  expect(simulators.control.mails()).toHaveLength(1);
});
