import slugifyWhole from '@sindresorhus/slugify';

/** A slug of lower-case letters, digits and hyphens, at most 80 characters long. */
export function slugify(text: string): string {
  return slugifyWhole(text, { decamelize: false }).slice(0, 80).replace(/-+$/, '') || 'post';
}
