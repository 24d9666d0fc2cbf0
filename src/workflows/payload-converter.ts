import { defaultPayloadConverter } from '@temporalio/workflow';
import type { PayloadConverter } from '@temporalio/workflow';

/**
 * Reads what reaches a workflow. What cannot be read counts as nothing: anybody with a command line can send a signal in an encoding
 * that nobody knows, and a converter that throws would keep the run from ever going on.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload<T>(payload: Parameters<PayloadConverter['fromPayload']>[0]): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return undefined as T;
    }
  },
};
