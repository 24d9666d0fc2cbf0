import type { FaultAction, FaultScripts } from '../core/fault-types';

const refused = (status: number, code: string, message: string): FaultAction => ({
  type: 'respond',
  status,
  body: { message, details: { applicationError: { code, description: message, data: {} } } },
});

/** Only the one-time upload addresses, and not the request that hands one out. */
const uploadAddress = { provider: 'wix', kind: 'upload', match: { contains: '/wix/upload/' } } as const;

/** What sites are known to answer when something is amiss, by name. Each meets the next request it fits, of whichever store. */
export const WIX_FAULT_SCRIPTS: FaultScripts = {
  'wix-provisioning': {
    title: '5. The site is being set up: its products answer 428 three times',
    rules: [
      {
        provider: 'wix',
        kind: 'product',
        times: 3,
        action: refused(
          428,
          'CATALOG_V3_SITE_PROVISIONING',
          'Site is currently being provisioned for CATALOG_V3',
        ),
      },
    ],
  },
  'wix-catalog-moved': {
    title: '5. The site has moved to Catalog V3: V1 answers 428 once',
    rules: [
      {
        provider: 'wix',
        kind: 'product',
        match: { contains: '/stores/v1/' },
        action: refused(428, 'CATALOG_V3_SITE_CALLING_CATALOG_V1_API', 'The site has Catalog V3'),
      },
    ],
  },
  'wix-no-stores': {
    title: '5. The site has no Wix Stores',
    rules: [
      {
        provider: 'wix',
        kind: 'catalog',
        action: { type: 'respond', status: 200, body: { catalogVersion: 'STORES_NOT_INSTALLED' } },
      },
    ],
  },
  'wix-odd-product': {
    title: '9. A product answers with a name that is no text, for good',
    rules: [
      {
        provider: 'wix',
        kind: 'product',
        times: -1,
        action: {
          type: 'respond',
          status: 200,
          body: { product: { id: 7, name: { original: 'Mug' }, price: null, infoSections: 'none' } },
        },
      },
    ],
  },
  'wix-upload-forbidden': {
    title: '6. An upload address answers 403 once',
    rules: [{ ...uploadAddress, action: { type: 'respond', status: 403, body: 'Forbidden' } }],
  },
  'wix-upload-gone': {
    title: '6. An upload address has expired (410) once',
    rules: [{ ...uploadAddress, action: { type: 'respond', status: 410, body: 'Gone' } }],
  },
  'wix-upload-refused': {
    title: '6. Every upload address answers 400',
    rules: [{ ...uploadAddress, times: -1, action: { type: 'respond', status: 400, body: 'Bad Request' } }],
  },
  'wix-upload-pending': {
    title: '15. An uploaded picture is not ready for three seconds',
    rules: [{ ...uploadAddress, action: { type: 'upload', state: 'PENDING', readyAfterMs: 3_000 } }],
  },
  'wix-upload-failed': {
    title: '15. An uploaded picture cannot be used, once',
    rules: [{ ...uploadAddress, action: { type: 'upload', state: 'FAILED' } }],
  },
  'wix-product-html': {
    title: '16. A product has entities in its name and HTML in its description, for good',
    rules: [
      {
        provider: 'wix',
        kind: 'product',
        times: -1,
        action: {
          type: 'respond',
          status: 200,
          body: {
            product: {
              id: 'sleeve',
              name: 'Men&#39;s 15&quot; Sleeve',
              description: '<p>Caf&eacute;&nbsp;brown</p><ul><li>1 &lt; 2</li></ul><script>x()</script>',
              plainDescription: '<p>Caf&eacute;&nbsp;brown</p><ul><li>1 &lt; 2</li></ul><script>x()</script>',
            },
          },
        },
      },
    ],
  },
  'wix-post-unreadable': {
    title: '14. A post that was just published answers 404 eight times',
    rules: [
      {
        provider: 'wix',
        kind: 'post.get',
        times: 8,
        action: refused(404, 'POST_NOT_FOUND', 'Post was not found'),
      },
    ],
  },
  'wix-late-draft': {
    title: '17. The creation of a draft answers 504, and the draft appears twelve seconds later',
    rules: [{ provider: 'wix', kind: 'draft.create', action: { type: 'late', ms: 12_000 } }],
  },
  'wix-late-publication': {
    title: '17. A publication answers 504, and the post appears five seconds later',
    rules: [{ provider: 'wix', kind: 'publish', action: { type: 'late', ms: 5_000 } }],
  },
};
