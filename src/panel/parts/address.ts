/** Whether an address leads to the web, and so may become a link. */
export const isWebAddress = (address: string | null | undefined): address is string =>
  /^https?:\/\//i.test(address ?? '');
