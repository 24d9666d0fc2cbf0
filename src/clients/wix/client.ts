import type { Publisher } from '../publisher';
import { createWixBlog } from './blog';
import { createWixCatalog } from './catalog';
import { ricosFormat } from './document';
import { createWixRequests } from './request';
import type { WixOptions } from './request';

/** What has to be set to publish on Wix. */
export interface WixSettings extends Omit<WixOptions, 'now'> {
  /** Requests of each site. */
  requestsPerMinute: number;
}

/** Wix refuses a title that is longer, and rich content of more bytes. */
const LONGEST_TITLE = 200;
const LARGEST_CONTENT_BYTES = 400 * 1024;

/**
 * The upload of a picture takes two requests, and so do a product together with the version of its catalogue, a category together with
 * its products, and a draft that another worker was faster with.
 */
const MOST_REQUESTS = 2;

/** The publisher over Wix's REST interfaces. */
export function createWixPublisher(options: WixSettings & Pick<WixOptions, 'now'>): Publisher {
  const ask = createWixRequests(options);
  return {
    displayName: 'Wix',
    limits: {
      requestsPerMinute: options.requestsPerMinute,
      requestsPerActivity: MOST_REQUESTS,
      contentBytes: LARGEST_CONTENT_BYTES,
      titleGraphemes: LONGEST_TITLE,
    },
    format: ricosFormat,
    ...createWixCatalog(ask, options.now),
    ...createWixBlog(ask),
  };
}
