import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/*
 * `node testing/take-builder-schema.ts …/app-builder-lib/scheme.json`: keeps of electron-builder's schema what
 * electron-builder.yml needs to be checked. The packager itself, 266 packages, is no dependency of this repository.
 */

interface Schema {
  properties: Record<string, unknown>;
  definitions: Record<string, unknown>;
  [other: string]: unknown;
}

const here = import.meta.dirname;
const used = Object.keys(parse(readFileSync(join(here, '../electron-builder.yml'), 'utf8')));
const whole = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'), withoutWords) as Schema;
const properties = Object.fromEntries(used.map((key) => [key, whole.properties[key]]));
const definitions: Schema['definitions'] = {};
take(properties);
const path = join(here, 'electron-builder.schema.json');
writeFileSync(path, JSON.stringify({ ...whole, properties, definitions }, null, 2));

function withoutWords(key: string, value: unknown): unknown {
  return ['description', '$comment'].includes(key) && typeof value === 'string' ? undefined : value;
}

/** Takes what is referred to, and what that refers to. */
function take(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  const name = '$ref' in part ? String(part.$ref).split('/').at(-1) : undefined;
  if (name !== undefined && !(name in definitions)) {
    definitions[name] = whole.definitions[name];
    take(definitions[name]);
  }
  for (const inner of Object.values(part)) take(inner);
}
