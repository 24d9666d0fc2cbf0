import { defaultPayloadConverter, TypedSearchAttributes } from '@temporalio/common';
import type { Payload, SearchAttributePair, Timestamp } from '@temporalio/common';
import type { RunNotes } from '../contract/run-notes';

/** A point in time as the server sends it, in milliseconds since 1970, rounded down. */
export function millisecondsOf({ seconds, nanos }: Timestamp): number {
  return (seconds?.toNumber() ?? 0) * 1000 + Math.floor((nanos ?? 0) / 1_000_000);
}

/** Search attributes as a request to the server carries them: each value as JSON, with its type in the metadata. */
export function indexedFieldsOf(attributes: readonly SearchAttributePair[]): Record<string, Payload> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const payload = defaultPayloadConverter.toPayload(value);
      const type = new TextEncoder().encode(TypedSearchAttributes.toMetadataType(key.type));
      return [key.name, { ...payload, metadata: { ...payload.metadata, type } }];
    }),
  );
}

/** A run's notes as a request to the server carries them. */
export function userMetadataOf({ summary, details }: RunNotes): { summary: Payload; details: Payload } {
  const [line, lines] = [summary, details].map((text) => defaultPayloadConverter.toPayload(text));
  return { summary: line!, details: lines! };
}

/** A memo as a request to the server carries it. */
export function memoOf(fields: Record<string, unknown>): { fields: Record<string, Payload> } {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, defaultPayloadConverter.toPayload(value)]),
    ),
  };
}
