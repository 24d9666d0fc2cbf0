export type { Answer } from '../../openapi/answer';

/** Things that are asked for at once in a list. */
export const PAGE = 50;
