import { z } from 'zod';
import { settingsSchema, settingsTree } from './schemas.ts';

interface JsonField {
  type: string;
  minimum?: number;
  maximum?: number;
  default: number | boolean;
  description: string;
}

/** What there is to set, value by value, from the one schema that the values are checked with. */
export const settingsDescribed = settingsSchema.parse(
  Object.entries(z.toJSONSchema(settingsTree, { io: 'input' }).properties ?? {}).flatMap(
    ([section, group]) => {
      const { properties = {} } = group as { properties?: Record<string, JsonField> };
      return Object.entries(properties).map(([name, field]) => ({
        path: `${section}.${name}`,
        section,
        type: field.type === 'number' ? 'integer' : field.type,
        standard: field.default,
        minimum: field.minimum ?? null,
        maximum: field.maximum ?? null,
        description: field.description,
      }));
    },
  ),
);
