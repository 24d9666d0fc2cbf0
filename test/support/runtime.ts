import { Runtime, makeTelemetryFilterString } from '@temporalio/worker';

let installed = false;

/** Makes the SDK of this test file say nothing below an error. Repeating it changes nothing. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  const nothing = (): void => undefined;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
}
