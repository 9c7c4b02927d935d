import fc from 'fast-check';
import { z } from 'zod';

interface JsonSchema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  maxLength?: number;
}

/** Values that have broken programs before. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.5,
    2 ** 31,
    2 ** 53,
    Number.MAX_VALUE,
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\u202e\u0000',
    "'; DROP TABLE member; --",
    '../../etc/passwd',
    '%s%n',
    '{{7*7}}',
    '<script>alert(1)</script>',
    'NaN',
    '00000000-0000-0000-0000-000000000000',
    'x'.repeat(100_000),
    [],
    {},
    [[[[]]]],
    { __proto__: null, constructor: 1 },
    { length: 5 },
  ),
  fc.json().map((text) => JSON.parse(text) as unknown),
  fc.string({ unit: 'binary' }),
);

/**
 * Inputs for a procedure: mostly of the right form with something wrong in it, often right, and
 * sometimes nothing like it. `ids` are ids of real things, so that many calls get past the schema.
 */
export function inputsFor(schema: z.ZodType | undefined, ids: string[]): fc.Arbitrary<unknown> {
  if (!schema) return hostile;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const right = valueFor(json, fc.constantFrom(...ids));
  return fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: hostile });
}

function valueFor(schema: JsonSchema, id: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 8, arbitrary: rightFor(schema, id) },
    { weight: 1, arbitrary: hostile },
  );
}

function rightFor(schema: JsonSchema, id: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const alternatives = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (alternatives) return fc.oneof(...alternatives.map((one) => valueFor(one, id)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      return fc.record(
        Object.fromEntries(properties.map(([key, inner]) => [key, valueFor(inner, id)])),
        { requiredKeys: schema.required ?? [] },
      );
    }
    case 'array':
      return fc.array(valueFor(schema.items ?? {}, id), {
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({
          min: Math.max(schema.minimum ?? -100, -(2 ** 31)),
          max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 31),
        }),
        fc.integer(),
      );
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return schema.format === 'uuid' ? fc.oneof(id, fc.uuid()) : text;
    default:
      return fc.oneof(id, text, fc.integer(), fc.constant(null));
  }
}

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    'hola',
    'ñandú ¿qué tal?',
    'a@b.example',
    '👍',
    '@ana mira esto',
    'a'.repeat(5_000),
  ),
);
