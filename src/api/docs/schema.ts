import { html, joined, NOTHING } from './html';
import type { Markup } from './html';

/** A JSON schema, as far as descriptions of this API use it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  description?: string;
}

/** A member of a body or an answer. Members of objects within are named by their path, `policy.deadlineMs`. */
export interface Field {
  name: string;
  schema: Schema;
  required: boolean;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'ID (UUID)',
  'date-time': 'time (ISO 8601, UTC)',
  date: 'date such as 2027-03-28',
};

/** A schema without its being nullable, and whether it is. */
export function withoutNull(schema: Schema): { schema: Schema; nullable: boolean } {
  if (schema.anyOf) {
    const others = schema.anyOf.filter(({ type }) => type !== 'null');
    const [only] = others;
    if (others.length === 1 && only) return { schema: only, nullable: others.length < schema.anyOf.length };
  }
  if (Array.isArray(schema.type)) {
    const others = schema.type.filter((type) => type !== 'null');
    return {
      schema: { ...schema, type: others.length === 1 ? others[0]! : others },
      nullable: others.length < schema.type.length,
    };
  }
  return { schema, nullable: false };
}

/** The ends of a range, in words; the ends of what a computer can count are none. */
function range(least: number | undefined, most: number | undefined, unit: string): string {
  const isEnd = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
  const number = (value: number): string => value.toLocaleString('en-US');
  const after = unit ? ` ${unit}` : '';
  if (isEnd(least) && isEnd(most)) return `, ${number(least)} to ${number(most)}${after}`;
  if (isEnd(most)) return `, at most ${number(most)}${after}`;
  return isEnd(least) ? `, at least ${number(least)}${after}` : '';
}

function typeWords(schema: Schema): Markup {
  if (schema.const !== undefined) return html`always <code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum) {
    const words = schema.enum.map((value) => html`<code>${String(value)}</code>`);
    return html`one of ${joined(words, ', ')}`;
  }
  switch (schema.type) {
    case 'string': {
      const format = schema.format ? FORMATS[schema.format] : undefined;
      if (format) return html`${format}`;
      const length = range(schema.minLength, schema.maxLength, 'characters');
      return html`string${length}`;
    }
    case 'integer':
      return html`integer${range(schema.minimum, schema.maximum, '')}`;
    case 'number':
      return html`number${range(schema.minimum, schema.maximum, '')}`;
    case 'boolean':
      return html`<code>true</code> or <code>false</code>`;
    case 'array': {
      const items = withoutNull(schema.items ?? {}).schema;
      const count = range(schema.minItems, schema.maxItems, '');
      return items.type === 'object'
        ? html`list of objects${count}`
        : html`list${count}: ${typeWords(items)}`;
    }
    case 'object':
      return html`object`;
    default:
      return html`any value`;
  }
}

/** The type and the limits of a value in words. */
export function describeSchema(schema: Schema): Markup {
  const { schema: inner, nullable } = withoutNull(schema);
  return html`${typeWords(inner)}${nullable ? html`, or <code>null</code>` : NOTHING}${
    schema.default === undefined ? NOTHING : html`; default <code>${JSON.stringify(schema.default)}</code>`
  }`;
}

/** An object of one of several forms as one that has the members of all; those that not every form needs may be missing. */
function mergedForms(forms: readonly Schema[]): Schema {
  const properties: Record<string, Schema> = {};
  for (const form of forms)
    for (const [name, member] of Object.entries(form.properties ?? {}))
      properties[name] = merged(properties[name], member);
  const isNeeded = (name: string): boolean => forms.every(({ required = [] }) => required.includes(name));
  return { type: 'object', properties, required: Object.keys(properties).filter(isNeeded) };
}

/** A member that several forms have: its values are those of all where each has one, its members where it is a list of objects. */
function merged(before: Schema | undefined, next: Schema): Schema {
  if (!before) return next;
  const consts = [...(before.enum ?? [before.const]), next.const];
  if (next.const !== undefined) return { ...next, const: undefined, enum: consts };
  if (before.items && next.items) return { ...next, items: mergedForms([before.items, next.items]) };
  return before;
}

/** A schema of nothing but forms as one object, as {@link mergedForms} has it. */
export function withoutForms(schema: Schema): Schema {
  return schema.oneOf && !schema.properties ? mergedForms(schema.oneOf) : schema;
}

/** The members of an object and of the objects within it, in order. */
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  const inner = withoutForms(withoutNull(schema).schema);
  return Object.entries(inner.properties ?? {}).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const member = withoutNull(value).schema;
    const nested =
      member.type === 'array'
        ? fieldsOf(withoutNull(member.items ?? {}).schema, `${name}[].`)
        : fieldsOf(member, `${name}.`);
    return [{ name, schema: value, required: (inner.required ?? []).includes(key) }, ...nested];
  });
}
