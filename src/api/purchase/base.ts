/** Where visitors buy. */
export const PURCHASE = '/api/v1/purchase';
