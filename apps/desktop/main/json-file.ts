import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** A small file of the person's own folder. */
export interface JsonFile<Value> {
  get(): Value;
  set(value: Value): void;
}

/**
 * Keeps one value as JSON. What is missing, spoilt or of another version reads as `standard`; a power
 * cut leaves the old value or the new one, never half of it.
 */
export function jsonFile<Value>(
  path: string,
  schema: z.ZodType<Value>,
  standard: Value,
): JsonFile<Value> {
  let current = read();
  function read(): Value {
    try {
      const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      return parsed.success ? parsed.data : standard;
    } catch {
      return standard;
    }
  }
  return {
    get: () => current,
    set(value) {
      current = value;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}
