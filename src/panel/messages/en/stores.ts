/** Stores: settings, calendar, spending, what was told to whom. */
export const stores = {
  'nav.stores': 'Stores',
} as const;
