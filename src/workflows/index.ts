/** Every workflow type that workers of lane `orders` load. */
export { blogOrder } from './blog/blog-order';
export { deliverNotices } from './deliver-webhooks';
export { generationItem } from './items/generation-item';
export { providerGovernor } from './rate-controller';
