/** Every workflow type that workers of lane `orders` load. */
export { afterPost } from './blog/after-post';
export { blogOrder } from './blog/blog-order';
export { bulkJob } from './bulk/bulk-job';
export { scheduledBulkJob } from './bulk/scheduled-job';
export { checkPayment } from './check-payment';
export { contentItem } from './content/content-item';
export { deliverAlert } from './deliver-alert';
export { deliverMail } from './deliver-mail';
export { deliverWebhooks } from './deliver-webhooks';
export { generationItem } from './items/generation-item';
export { articleOrder, backlinkOrder } from './purchases/purchase-order';
export { publishArticle } from './publish-article';
export { refundPayment } from './refund-payment';
export { rateController } from './rate-controller';
