import type { Item, Order } from '../api/queries';
import type { Say } from '../messages/use-text';

/** What a blog order is called: its title, or what it is about, or at least of what kind that is. */
export const nameOfOrder = (say: Say, order: Order): string =>
  order.title ?? order.subject ?? say(`orders.source.${order.sourceType}`);

/** What a page is called: its title, or its keywords until it has one. */
export const nameOfItem = (item: Item): string => item.title ?? item.targetKeywords.join(', ');
