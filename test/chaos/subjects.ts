const ADJECTIVES = [
  'compact',
  'quiet',
  'sturdy',
  'folding',
  'handmade',
  'lightweight',
  'classic',
  'waterproof',
  'woven',
  'slim',
  'heavy',
  'narrow',
  'tall',
  'rustic',
  'portable',
  'refillable',
  'padded',
  'striped',
  'polished',
  'matte',
];

const NOUNS = ['grinder', 'kettle', 'notebook', 'daypack', 'shears', 'blanket', 'soap', 'tent', 'pen', 'mug'];

/** The n-th of 200 keywords that no two orders share, so that every post can be told from all others. */
export function subjectOf(n: number): string {
  return `${ADJECTIVES[Math.floor(n / NOUNS.length) % ADJECTIVES.length]} ${NOUNS[n % NOUNS.length]}`;
}
