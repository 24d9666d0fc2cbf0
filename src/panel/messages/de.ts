import { admin } from './de/admin';
import { bulk } from './de/bulk';
import { app } from './de/app';
import { mail } from './de/mail';
import { catalogue } from './de/catalogue';
import { orders } from './de/orders';
import { buying } from './de/buying';
import { overview } from './de/overview';
import { pages } from './de/pages';
import { people } from './de/people';
import { refunds } from './de/refunds';
import { review } from './de/review';
import { stores } from './de/stores';
import { texts } from './de/texts';
import type { MessageId } from './en';
import type { BulkMessageId } from './en/bulk';

/** Everything the panel says, in German. */
export const de: Record<MessageId | BulkMessageId, string> = {
  ...app,
  ...overview,
  ...pages,
  ...orders,
  ...stores,
  ...admin,
  ...mail,
  ...refunds,
  ...catalogue,
  ...buying,
  ...people,
  ...review,
  ...texts,
  ...bulk,
};
