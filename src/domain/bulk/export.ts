import { cutAtGrapheme, slugify } from '../text/text';

/** What an export tells of an item. */
export interface ExportedItem {
  /** Its place in the job, from 1. */
  position: number;
  topic: string;
  title: string | null;
  slug: string | null;
}

/** The longest name of a file without its ending, in characters: short enough for every system, also in a deep folder. */
const LONGEST_NAME = 80;

/**
 * The name of an item's file in an export of so many items. Its place comes first, so that names differ, sort in the order of the job and
 * are none that a system keeps for itself (`con.md`); the rest has small letters, digits and hyphens only.
 */
export function exportName({ position, topic, title, slug }: ExportedItem, total: number): string {
  const place = String(position).padStart(String(total).length, '0');
  const name = slugify(slug || title || topic, LONGEST_NAME, 'text');
  return `${place}-${cutAtGrapheme(name, LONGEST_NAME)}.md`;
}
