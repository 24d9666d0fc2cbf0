import type { Publishers } from './publisher';
import { createWixPublisher } from './wix/client';
import type { WixSettings } from './wix/client';

/** The publisher of every platform, each by its own section of the settings. */
export function createPublishers(options: { settings: { wix: WixSettings }; now: () => number }): Publishers {
  const { settings, now } = options;
  return { wix: createWixPublisher({ ...settings.wix, now }) };
}
