import type { PerPlatform } from '../contract/platforms';
import type { PlatformDoctor } from './doctor-ask';
import { wixDoctor } from './doctor-wix';

/** How each platform is examined. */
export const PLATFORM_DOCTORS: PerPlatform<PlatformDoctor> = { wix: wixDoctor };
