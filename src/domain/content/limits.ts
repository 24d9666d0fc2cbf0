/** What can be asked of one text; lengths in characters, `similarity` as a share. */
export const TEXT_LIMITS = {
  topic: 300,
  tone: 100,
  words: { least: 300, most: 3_000, usual: 1_200 },
  keyword: 100,
  keywords: { least: 2, most: 20 },
  trend: 500,
  trends: 10,
  source: 20_000,
  similarity: { least: 0.1, most: 0.95 },
} as const;
