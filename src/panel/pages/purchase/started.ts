/** Where the panel remembers, until it is loaded anew, to whom the link of an order was mailed: `StartedMail`. */
export const STARTED = ['purchase-started'];

export interface StartedMail {
  address: string;
  /** How long the link works. */
  minutes: number;
}
