import { randomUUID } from 'node:crypto';
import { readSignedInstance } from '../../../src/clients/wix/signed-instance';
import { signInstance } from '../../../src/simulators/wix/install';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const instanceId = randomUUID();
const appSecret = 'the-secret-of-the-app';
const read = (signed: string) => readSignedInstance({ signed, appSecret, nowMs: NOW });
const sign = (part: Partial<Parameters<typeof signInstance>[0]> = {}) =>
  signInstance({ instanceId, appSecret, signedAt: NOW, ...part });

test('what the app’s secret signed names the site in its canonical form', () => {
  const site = { siteId: instanceId, digest: expect.any(Buffer) as Buffer };
  for (const signed of [sign(), sign({ instanceId: instanceId.toUpperCase() }), `${sign()}=`])
    expect(read(signed)).toEqual(site);
  expect(read(sign({ signedAt: NOW - 15 * 60_000 }))).toEqual(site);
  expect(read(sign({ signedAt: NOW + 60_000 }))).toEqual(site);
  // However a signature is written, it is the same one.
  const [signature, data] = sign().split('.');
  expect(read(`${signature}=.${data}`)!.digest.equals(read(sign())!.digest)).toBe(true);
});

test.each([
  ['another secret', sign({ appSecret: 'x' })],
  ['16 minutes ago', sign({ signedAt: NOW - 16 * 60_000 })],
  ['two minutes ahead', sign({ signedAt: NOW + 2 * 60_000 })],
  ['no date', sign({ more: { signDate: undefined } })],
  ['a date that is none', sign({ more: { signDate: 'soon' } })],
  ['an anonymous visitor', sign({ more: { aid: randomUUID() } })],
  ['no site', sign({ more: { instanceId: undefined } })],
  ['a site of another shape', sign({ more: { instanceId: 'site' } })],
  ['other data', `${sign().split('.')[0]}.${sign({ instanceId: randomUUID() }).split('.')[1]}`],
  ['no signature', `.${sign().split('.')[1]}`],
  ['a short signature', `AAAA.${sign().split('.')[1]}`],
  ['one part', sign().split('.')[1]!],
  ['three parts', `${sign()}.x`],
  ['nothing', ''],
])('%s is refused', (_name, signed) => {
  expect(read(signed)).toBeUndefined();
});

test('without a secret nothing is signed', () => {
  expect(readSignedInstance({ signed: sign({ appSecret: '' }), appSecret: '', nowMs: NOW })).toBeUndefined();
});
