// The panel in a real browser, on a whole system of its own. Needs what `npm run build` makes.
import { after, before } from 'node:test';
import { start, stop } from './support/panel.mjs';

before(start);
after(stop);

await import('./sign-in.mjs');
await import('./people.mjs');
await import('./pages.mjs');
await import('./orders.mjs');
await import('./bulk.mjs');
await import('./connection.mjs');
await import('./places.mjs');
await import('./catalogue.mjs');
await import('./buying.mjs');
await import('./quality.mjs');
await import('./refunds.mjs');
await import('./order-status.mjs');
await import('./admin-orders.mjs');
await import('./review.mjs');
await import('./access.mjs');
await import('./policy.mjs');
