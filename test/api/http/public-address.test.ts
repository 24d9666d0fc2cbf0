import type { Request } from 'express';
import { publicAddress } from '../../../src/api/http/public-address';

const asked = (headers: Record<string, string>, secure = false): Request =>
  ({ headers, secure, socket: { localPort: 3017 } }) as unknown as Request;

test.each<[string, Record<string, string>, string]>([
  ['a port', { host: '127.0.0.1:3017' }, 'http://127.0.0.1:3017'],
  ['a name', { host: 'galley.example' }, 'http://galley.example'],
  ['an IPv6 address', { host: '[::1]:3017' }, 'http://[::1]:3017'],
  ['a container', { host: 'galley_api:3000' }, 'http://galley_api:3000'],
  [
    'a proxy',
    { host: 'api:3000', 'x-forwarded-host': 'galley.example', 'x-forwarded-proto': 'https' },
    'https://galley.example',
  ],
  [
    'two proxies',
    { host: 'api:3000', 'x-forwarded-host': 'galley.example, inner', 'x-forwarded-proto': 'https, http' },
    'https://galley.example',
  ],
  ['a made-up proxy', { host: 'api:3000', 'x-forwarded-host': '"><script>' }, 'http://api:3000'],
  ['no host', {}, 'http://127.0.0.1:3017'],
  ['a host with a path', { host: 'a.example/evil' }, 'http://127.0.0.1:3017'],
  ['a host with a command', { host: 'x;rm -rf' }, 'http://127.0.0.1:3017'],
  ['a host with a user', { host: 'user@evil.example' }, 'http://127.0.0.1:3017'],
])('the address of a request with %s', (_, headers, address) => {
  expect(publicAddress(asked(headers), undefined)).toBe(address);
});

test('a request over TLS and a configured address', () => {
  expect(publicAddress(asked({ host: 'galley.example' }, true), undefined)).toBe('https://galley.example');
  expect(publicAddress(asked({ host: 'evil.example' }), 'https://galley.example/shop')).toBe(
    'https://galley.example/shop',
  );
});
