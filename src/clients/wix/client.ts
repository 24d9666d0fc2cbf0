import { providerAddresses } from '../provider-address';
import type { Publisher } from '../publisher';
import { createWixBlog } from './blog';
import { createWixCatalog } from './catalog';
import { ricosFormat } from './document';
import { createWixRequests } from './request';
import type { WixOptions } from './request';
import { readSignedInstance } from './signed-instance';

/** What has to be set to publish on Wix. */
export interface WixSettings extends Omit<WixOptions, 'now' | 'onToken'> {
  /** Requests of each site. */
  requestsPerMinute: number;
}

/** Wix refuses a title that is longer, and rich content of more bytes. */
const LONGEST_TITLE = 200;
const LARGEST_CONTENT_BYTES = 400 * 1024;

/**
 * A draft takes four where its picture is uploaded first (two) and another worker was faster with the draft, whose spare one is then deleted.
 * What finds out the author or loads a subject takes fewer.
 */
const MOST_REQUESTS = 4;

/**
 * A search for products takes five: a token, the version of the catalogue, and both again at a site that has moved to the other one,
 * with its token still good. The sixth is for a token that was refused, whose request is then one too many and counts as no answer.
 */
const MOST_REQUESTS_FOR_PEOPLE = 6;

/** The publisher over Wix's REST interfaces. */
export function createWixPublisher(options: WixSettings & Pick<WixOptions, 'now' | 'onToken'>): Publisher {
  const ask = createWixRequests(options);
  const addressOf = providerAddresses(options.baseUrl);
  return {
    displayName: 'Wix',
    limits: {
      requestsPerMinute: options.requestsPerMinute,
      requestsPerActivity: MOST_REQUESTS,
      requestsPerQuestion: MOST_REQUESTS_FOR_PEOPLE,
      contentBytes: LARGEST_CONTENT_BYTES,
      titleGraphemes: LONGEST_TITLE,
    },
    format: ricosFormat,
    signedSite: ({ signed, credentials }) =>
      readSignedInstance({
        signed,
        appSecret: (credentials ?? options).appSecret,
        nowMs: options.now(),
      }),
    ...createWixCatalog({ ask, addressOf, now: options.now }),
    ...createWixBlog(ask, addressOf),
  };
}
