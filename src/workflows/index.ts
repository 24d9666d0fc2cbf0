/** Every workflow type that workers of lane `orders` load. */
export { blogOrder } from './blog-order';
