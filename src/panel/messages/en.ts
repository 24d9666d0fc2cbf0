import { admin } from './en/admin';
import { app } from './en/app';
import { mail } from './en/mail';
import { catalogue } from './en/catalogue';
import { orders } from './en/orders';
import { buying } from './en/buying';
import { overview } from './en/overview';
import { pages } from './en/pages';
import { people } from './en/people';
import { refunds } from './en/refunds';
import { review } from './en/review';
import { stores } from './en/stores';
import { texts } from './en/texts';

/** Everything the panel says, in English. The other languages have to say all of it as well. */
export const en = {
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
} as const;

export type MessageId = keyof typeof en;
