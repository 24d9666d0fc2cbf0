import { canonicalAddress } from '../../src/domain/text/webhook-address';
import { providerAddresses } from '../../src/clients/provider-address';

const real = providerAddresses('https://www.provider.example');
const local = providerAddresses('http://127.0.0.1:4500/wix');

test.each([
  'https://shop.example.com/post/tea?x=1#y',
  'http://shop.example.com',
  'https://xn--bro-hoa.example/%20',
])('%s is an address that a provider may name', (address) => {
  expect(real(address)).toBe(address);
});

test.each([
  ['a script', 'javascript:alert(1)'],
  ['a file', 'file:///etc/passwd'],
  ['data', 'data:text/html,x'],
  ['credentials', 'https://shop.example@evil.example/'],
  ['a line end', 'https://shop.example/\nx'],
  ['a tab in the host', 'https://sh\top.example/'],
  ['a character that turns text round', 'https://shop.example/\u202egpj'],
  ['a backslash', 'https://shop.example\\@evil.example'],
  ['this machine', 'http://127.0.0.1/'],
  ['this machine in another notation', 'http://2130706433/'],
  ['a private network', 'http://10.0.0.1/'],
  ['the metadata service', 'http://169.254.169.254/latest'],
  ['a local name', 'https://localhost/'],
  ['more than anybody writes', `https://shop.example/${'x'.repeat(2_000)}`],
  ['no text', 7],
])('%s is none', (_name, address) => {
  expect(real(address)).toBeNull();
});

test('only a provider on this machine may name private hosts, and nothing else besides', () => {
  expect(local('http://127.0.0.1:4500/post')).toBe('http://127.0.0.1:4500/post');
  expect(local('javascript:alert(1)')).toBeNull();
  expect(local('http://a:b@127.0.0.1/')).toBeNull();
});

test('the URL of a webhook has one form', () => {
  expect(canonicalAddress('HTTPS://B\u00dcRO.Example.:443/Hooks?A=b')).toBe(
    'https://xn--bro-hoa.example/Hooks?A=b',
  );
  expect(canonicalAddress('https://shop.example:8443')).toBe('https://shop.example:8443/');
});
