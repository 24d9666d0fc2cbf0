import { canonicalMailAddress, isMailAddress } from '../../../src/domain/tenants/mail-address';

test.each([
  'b@shop.example',
  'ada.lovelace+orders@mail.shop.example',
  "o'neil@shop.example",
  'a@b.co',
  'grün@büro.example',
  'x@xn--bro-hoa.example',
  `${'a'.repeat(64)}@shop.example`,
])('%s is an address', (word) => {
  expect(isMailAddress(word)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['no sign', 'shop.example'],
  ['no local part', '@shop.example'],
  ['no domain', 'b@'],
  ['a bare host', 'b@localhost'],
  ['an IP number', 'b@127.0.0.1'],
  ['a bracketed IP number', 'b@[127.0.0.1]'],
  ['a line end and a header', 'b@shop.example\r\nBcc: evil@x.example'],
  ['a line end in front', '\nb@shop.example'],
  ['a line end behind', 'b@shop.example\n'],
  ['a folded header', 'b@shop.example\r\n evil@x.example'],
  ['another kind of line end', 'b@shop.example\u2028evil@x.example'],
  ['two by comma', 'b@shop.example, evil@x.example'],
  ['two by comma without a blank', 'b@shop.example,evil@x.example'],
  ['two by semicolon', 'b@shop.example;evil@x.example'],
  ['two by blank', 'b@shop.example evil@x.example'],
  ['a name', 'Bea <b@shop.example>'],
  ['angle brackets', '<b@shop.example>'],
  ['a quoted local part', '"b c"@shop.example'],
  ['a comment', 'b(x)@shop.example'],
  ['two signs', 'b@c@shop.example'],
  ['a percent route', 'b@shop.example%0d%0abcc'],
  ['a dot in front', '.b@shop.example'],
  ['two dots', 'b..c@shop.example'],
  ['a dot behind', 'b.@shop.example'],
  ['a hyphen at the edge of a label', 'b@-shop.example'],
  ['an empty label', 'b@shop..example'],
  ['a nought', 'b\0@shop.example'],
  ['a right-to-left mark', 'b\u202e@shop.example'],
  ['a long local part', `${'a'.repeat(65)}@shop.example`],
  ['a long address', `b@${'a.'.repeat(130)}example`],
])('%s is not an address', (_name, word) => {
  expect(isMailAddress(word)).toBe(false);
});

test('a long string of dots and hyphens is judged immediately', () => {
  // 254 characters at most are looked at, and none of the patterns can go back and forth over them.
  expect(isMailAddress(`${'a.'.repeat(31)}a@${'a-'.repeat(90)}`)).toBe(false);
});

test.each([
  ['Ada@SHOP.Example', 'Ada@shop.example'],
  ['gru\u0308n@BU\u0308RO.example', 'gr\u00fcn@xn--bro-hoa.example'],
  ['x@xn--bro-hoa.example', 'x@xn--bro-hoa.example'],
  ['no address', undefined],
])('%s has one form', (word, form) => {
  expect(canonicalMailAddress(word)).toBe(form);
});
