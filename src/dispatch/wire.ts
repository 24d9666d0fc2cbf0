import { defaultPayloadConverter, TypedSearchAttributes } from '@temporalio/common';
import type { Payload, SearchAttributePair, Timestamp } from '@temporalio/common';

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
