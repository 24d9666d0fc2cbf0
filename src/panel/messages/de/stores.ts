import type { stores as english } from '../en/stores';

export const stores: Record<keyof typeof english, string> = {
  'nav.stores': 'Shops',
};
