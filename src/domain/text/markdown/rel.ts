/** How search engines should treat a link. */
export interface LinkRel {
  nofollow?: boolean;
  sponsored?: boolean;
  ugc?: boolean;
}

/** What is to be written of a link for search engines, by its address, title and visible text; undefined for nothing. */
export type RelOf = (link: { url: string; title: string | undefined; text: string }) => LinkRel | undefined;
