import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import schema from './electron-builder.schema.json' with { type: 'json' };

interface Packaging {
  files: string[];
  linux: { icon: string; category?: string };
  mac: { icon: string; target: string[] };
  win: { icon: string };
  electronFuses: Record<string, boolean>;
}

const home = join(import.meta.dirname, '..');
const read = () => parse(readFileSync(join(home, 'electron-builder.yml'), 'utf8')) as Packaging;
const asBuilderSeesIt = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);

test('UI-13: the way the console is packaged fits electron-builder’s own schema', () => {
  expect(asBuilderSeesIt.safeParse(read()).error).toBeUndefined();
  const { linux } = read();
  for (const icon of [linux.icon, read().mac.icon, read().win.icon]) {
    expect(existsSync(join(home, icon)), icon).toBe(true);
  }
});

test('UI-10: a place for updates is given when it is packaged, and fits the schema', () => {
  const withPlace = (provider: string) => ({
    ...read(),
    publish: { provider, url: 'https://example.org/console/updates' },
  });
  expect(asBuilderSeesIt.safeParse(withPlace('generic')).error).toBeUndefined();
  expect(asBuilderSeesIt.safeParse(withPlace('genric')).success).toBe(false);
});

test.each<[string, (packaging: Packaging) => unknown]>([
  ['a word that does not exist', (it) => Object.assign(it, { fles: [] })],
  ['a word in the wrong place', (it) => Object.assign(it.linux, { oneClick: true })],
  ['a fuse that does not exist', (it) => Object.assign(it.electronFuses, { runAsNodes: false })],
  ['a target that does not exist', (it) => it.mac.target.push('dmgg')],
])('UI-13: the schema refuses %s', (_, spoil) => {
  const packaging = read();
  spoil(packaging);
  expect(asBuilderSeesIt.safeParse(packaging).success).toBe(false);
});
