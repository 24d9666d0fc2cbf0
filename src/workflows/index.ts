/** Every workflow type that workers of lane `orders` load. */
export { blogOrder } from './blog-order';
export { deliverNotices } from './deliver-notices';
export { generationItem } from './generation-item';
export { providerGovernor } from './provider-governor';
