import type { OrderKind } from '../contract/orders';
import { blogRoutes } from './blog/routes';
import type { BlogRouteDeps } from './blog/base';
import { bulkRoutes } from './bulk/routes';
import type { BulkRouteDeps } from './bulk/routes';
import { contentRoutes } from './content/routes';
import type { DescribedRouter } from './http/route';
import { itemRoutes } from './items/routes';
import { articleOrderRoutes, backlinkOrderRoutes } from './purchase/kind-routes';

/** The routes of every kind. */
export const KIND_ROUTES: {
  readonly [K in OrderKind]: (deps: BlogRouteDeps & BulkRouteDeps) => DescribedRouter;
} = {
  blog: blogRoutes,
  item: itemRoutes,
  article: articleOrderRoutes,
  backlink: backlinkOrderRoutes,
  content: contentRoutes,
  bulk: bulkRoutes,
};
