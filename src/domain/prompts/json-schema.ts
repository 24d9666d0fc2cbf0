import { z } from 'zod';
import { isTooComplex } from '../text/markdown/hostile';
import { cutAtGrapheme, normaliseWhitespace } from '../text/text';

/**
 * A shape of single-line text that is cut between graphemes to at most `max` UTF-16 units. Models are told the length, so that little
 * is cut; `min` characters are required.
 */
export function lineShape(max: number, min: 0 | 1 = 0) {
  const stated = z.string().meta({ ...(min > 0 ? { minLength: min } : {}), maxLength: max });
  return stated
    .transform((value) => cutAtGrapheme(normaliseWhitespace(value), max))
    .pipe(z.string().min(min));
}

/**
 * A shape of Markdown of at most `max` UTF-16 units. What is nested deeper, or has more marks, than any real text is refused before it
 * is parsed.
 */
export function markdownShape(max: number, text: z.ZodString = z.string()): z.ZodString {
  return text
    .min(1)
    .max(max, { abort: true })
    .refine((markdown) => !isTooComplex(markdown), 'Too deeply nested, or too many marks of formatting');
}

/**
 * The longest length that is stated. Longer ones only protect parsers and are never reached within the limit of an answer, while
 * servers that make a grammar of a schema refuse them.
 */
const LONGEST_STATED = 2_000;

/** A schema as sent to a model: every object is closed, and all its members are required. */
type Schema = Record<string, unknown>;

/**
 * The JSON Schema of a shape in the strict subset that providers enforce: what an answer has to be before it is read. It states every
 * count, length and figure that the shape checks, because it is made from the shape.
 */
export function schemaOf(shape: z.ZodType): Schema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if ((jsonSchema.maxLength ?? 0) > LONGEST_STATED) delete jsonSchema.maxLength;
      if (jsonSchema.type !== 'object') return;
      jsonSchema.additionalProperties = false;
      jsonSchema.required = Object.keys(jsonSchema.properties ?? {});
    },
  });
  return schema;
}
