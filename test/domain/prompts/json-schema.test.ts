import { componentSchema, componentShape } from '../../../src/domain/prompts/component';
import { ideasSchema, ideasShape } from '../../../src/domain/prompts/ideas';
import { postSchema, postShape } from '../../../src/domain/prompts/post';
import { reviewSchema, reviewShape } from '../../../src/domain/prompts/review';

interface Schema {
  type?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  maximum?: number;
}

/** A value that keeps to a schema, as long and as many as it allows (`most`) or as little. */
function sample(schema: Schema, most: boolean): unknown {
  if (schema.enum) return schema.enum.at(most ? -1 : 0);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties!).map(([name, member]) => [name, sample(member, most)]),
      );
    case 'array': {
      const count = most ? (schema.maxItems ?? 3) : (schema.minItems ?? 0);
      return Array.from({ length: count }, () => sample(schema.items!, most));
    }
    case 'integer':
      return most ? schema.maximum : 0;
    default:
      return 'a'.repeat(most ? (schema.maxLength ?? 40) : (schema.minLength ?? 0));
  }
}

function objectsIn(schema: Schema): Schema[] {
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [...(schema.type === 'object' ? [schema] : []), ...inner.flatMap(objectsIn)];
}

const all = [
  ['ideas', ideasSchema, ideasShape],
  ['a post', postSchema, postShape],
  ['a review', reviewSchema, reviewShape],
  ['the first component', componentSchema(true), componentShape(true)],
  ['another component', componentSchema(false), componentShape(false)],
] as const;

describe.each(all)('the schema of %s', (_name, schema, shape) => {
  test('closes every object and requires all its members', () => {
    for (const object of objectsIn(schema as Schema)) {
      expect(object.additionalProperties).toBe(false);
      expect(object.required).toEqual(Object.keys(object.properties!));
    }
  });

  test.each([
    ['least', false],
    ['most', true],
  ])('states all that is checked: the %s that it allows is read', (_how, most) => {
    expect(shape.safeParse(sample(schema as Schema, most))).toMatchObject({ success: true });
  });

  test('holds nothing that structured outputs do not know', () => {
    expect(JSON.stringify(schema)).not.toMatch(/\$schema|\$ref|anyOf|oneOf|default|exclusive/);
  });
});

test('counts and lengths are stated', () => {
  expect(ideasSchema).toMatchObject({
    properties: {
      ideas: {
        minItems: 5,
        maxItems: 5,
        items: {
          properties: {
            title: { type: 'string', minLength: 1, maxLength: 200 },
            outline: { minItems: 3, maxItems: 12 },
          },
        },
      },
    },
  });
  expect(postSchema).toMatchObject({
    properties: { metaTitle: { maxLength: 70 }, tags: { maxItems: 8 }, bodyMarkdown: { minLength: 1 } },
  });
  expect(reviewSchema).toMatchObject({
    properties: { scores: { properties: { accuracy: { type: 'integer', minimum: 0, maximum: 10 } } } },
  });
});
