import { SharedLookUps } from '../../../src/api/http/shared-look-ups';

/** Look-ups that are answered by hand, in the order in which they began. */
function askedByHand() {
  const asked: Array<{ answer: (text: string) => void; fail: (error: Error) => void }> = [];
  const ask = () =>
    new Promise<string>((answer, fail) => {
      asked.push({ answer, fail });
    });
  return { asked, ask };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one is under way at a time, and all who come meanwhile share the next', async () => {
  const lookUps = new SharedLookUps<string>();
  const { asked, ask } = askedByHand();
  const first = lookUps.find('key', ask);
  const others = Array.from({ length: 50 }, () => lookUps.find('key', ask));
  await settled();
  expect(asked).toHaveLength(1);
  asked[0]!.answer('before');
  await settled();
  expect(asked).toHaveLength(2);
  asked[1]!.answer('after');
  expect(await first).toBe('before');
  expect(new Set(await Promise.all(others))).toEqual(new Set(['after']));
  void lookUps.find('key', ask);
  expect(asked).toHaveLength(3);
});

test('nobody gets an answer that was asked for before it came', async () => {
  const lookUps = new SharedLookUps<string>();
  let isRevoked = false;
  const ask = async () => {
    const seen = isRevoked ? 'revoked' : 'valid';
    await settled();
    return seen;
  };
  const early = lookUps.find('key', ask);
  isRevoked = true;
  expect(await lookUps.find('key', ask)).toBe('revoked');
  expect(await early).toBe('valid');
});

test('one that fails fails for those who share it only, and other names are looked up at once', async () => {
  const lookUps = new SharedLookUps<string>();
  const { asked, ask } = askedByHand();
  const first = lookUps.find('key', ask);
  const next = lookUps.find('key', ask);
  void lookUps.find('other', ask);
  expect(asked).toHaveLength(2);
  asked[0]!.fail(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await settled();
  asked[2]!.answer('yes');
  expect(await next).toBe('yes');
});
