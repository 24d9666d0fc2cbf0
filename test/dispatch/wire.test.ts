import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { google } from '@temporalio/proto';
import { indexedFieldsOf, millisecondsOf } from '../../src/dispatch/wire';

test.each(['1970-01-01T00:00:00.000Z', '2026-11-28T12:34:56.789Z', '2100-01-01T00:00:00.001Z'])(
  'the time %s comes back in milliseconds',
  (time) => {
    const ms = Date.parse(time);
    const sent = google.protobuf.Timestamp.create({
      seconds: Math.floor(ms / 1000) as never,
      nanos: (ms % 1000) * 1_000_000 + 999,
    });
    const received = google.protobuf.Timestamp.decode(google.protobuf.Timestamp.encode(sent).finish());
    expect(millisecondsOf(received)).toBe(ms);
  },
);

test('a time with nothing in it is the beginning', () => {
  expect(millisecondsOf({})).toBe(0);
});

test('search attributes carry their value as JSON and the name of their type', () => {
  const fields = indexedFieldsOf([
    { key: defineSearchAttributeKey('Kind', SearchAttributeType.KEYWORD), value: 'blög' },
    { key: defineSearchAttributeKey('Count', SearchAttributeType.INT), value: 3 },
  ]);
  const texts = Object.entries(fields).map(([name, { metadata, data }]) => [
    name,
    Buffer.from(metadata!['encoding']!).toString(),
    Buffer.from(metadata!['type']!).toString(),
    Buffer.from(data!).toString(),
  ]);
  expect(texts).toEqual([
    ['Kind', 'json/plain', 'Keyword', '"blög"'],
    ['Count', 'json/plain', 'Int', '3'],
  ]);
});
