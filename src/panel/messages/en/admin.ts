/** What only operators and administrators see. */
export const admin = {
  'nav.tenants': 'Customers',
} as const;
