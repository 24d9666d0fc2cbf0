import type { Publishers } from './publisher';
import { createWixPublisher } from './wix/client';
import type { WixSettings } from './wix/client';

/**
 * The publisher of every platform, each by its own section of the settings. `onToken` hears of each access token before it is
 * used.
 */
export function createPublishers(options: {
  settings: { wix: WixSettings };
  now: () => number;
  onToken?: (token: string) => void;
}): Publishers {
  const { settings, ...means } = options;
  return { wix: createWixPublisher({ ...settings.wix, ...means }) };
}
