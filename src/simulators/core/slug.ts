/** A slug of lower-case letters, digits and hyphens, at most 80 characters long. */
export function slugify(text: string): string {
  const ascii = text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  const slug = ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return slug.slice(0, 80).replace(/-+$/, '') || 'post';
}
