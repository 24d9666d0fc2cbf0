/** A form-encoded body with bracketed names, such as `line_items[0][quantity]=1`. */
export type FormValue = string | FormFields;

/** The fields of a form; lists have their positions as names. */
export interface FormFields {
  [name: string]: FormValue;
}

/** Reads a form-encoded body or query. Names that are not well formed are taken as they are. */
export function readForm(encoded: string): FormFields {
  const fields = Object.create(null) as FormFields;
  for (const [name, value] of new URLSearchParams(encoded)) {
    const path = [name.split('[')[0]!, ...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!)];
    let at = fields;
    for (const part of path.slice(0, -1)) {
      const inner = at[part];
      at = at[part] = typeof inner === 'object' ? inner : (Object.create(null) as FormFields);
    }
    const last = path.at(-1)!;
    at[last === '' ? String(Object.keys(at).length) : last] = value;
  }
  return fields;
}

/** The value at a path, if it is a text. */
export function fieldAt(fields: FormFields, ...path: string[]): string | undefined {
  let at: FormValue | undefined = fields;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : undefined;
}

/** The texts in a group of fields, such as metadata. */
export function textsAt(fields: FormFields, ...path: string[]): Record<string, string> {
  let at: FormValue | undefined = fields;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  if (typeof at !== 'object') return {};
  return Object.fromEntries(
    Object.entries(at).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
