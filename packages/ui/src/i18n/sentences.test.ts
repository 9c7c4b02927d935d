import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleEn } from './console/en.ts';
import { consoleEs } from './console/es.ts';
import { en as commonEn } from './en.ts';
import { es as commonEs } from './es.ts';

const packages = join(import.meta.dirname, '../../..');
const es = { ...commonEs, ...consoleEs };
const en = { ...commonEn, ...consoleEn };
const hasKey = (key: string) => key in es && key in en;

/** The source of a package, without its tests. */
function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(join(packages, folder), { recursive: true, encoding: 'utf8' })) {
    if (/\.tsx?$/.test(name) && !/\.test\.|node_modules|testing/.test(name)) {
      yield readFileSync(join(packages, folder, name), 'utf8');
    }
  }
}

/** `error.<code>` and `error.<code>.<reason>` as they are thrown in the source. */
function thrownKeys(): Set<string> {
  const keys = new Set<string>();
  for (const folder of ['api/src', '../apps/server/src']) {
    for (const text of sources(folder)) {
      for (const [, code = '', rest = ''] of text.matchAll(
        /(?:DomainError|fail)\(\s*'([a-zA-Z]+)'((?:[^()]|\([^()]*\))*)\)/g,
      )) {
        keys.add(`error.${code}`);
        const reason = rest.match(/reason: '([a-zA-Z]+)'/)?.[1];
        if (reason) keys.add(`error.${code}.${reason}`);
      }
    }
  }
  return keys;
}

describe('sentences', () => {
  it('UI-32: every error that the server throws has words in both languages', () => {
    const keys = [...thrownKeys()];
    expect(keys.length).toBeGreaterThan(25);
    expect(keys.filter((key) => !hasKey(key))).toEqual([]);
  });

  it('UI-32: every code of the closed list has words in both languages', () => {
    const list = readFileSync(join(packages, 'api/src/errors.ts'), 'utf8');
    const codes = list.match(/errorCodes = \{([^}]+)\}/)?.[1]?.matchAll(/^\s+(\w+):/gm) ?? [];
    const keys = [...codes].map(([, code]) => `error.${code}`);
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key) => !hasKey(key))).toEqual([]);
  });

  it('UI-31: both languages name the same values in every sentence', () => {
    const named = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    const differing = Object.entries(es).filter(
      ([key, text]) =>
        named(text).toSorted().join() !==
        named(en[key as keyof typeof en])
          .toSorted()
          .join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('UI-31: a plural has a form for one and one for many', () => {
    const bases = Object.keys(es).flatMap(
      (key) => key.match(/^(.+)_(?:one|other|zero)$/)?.[1] ?? [],
    );
    expect(bases.filter((base) => !hasKey(`${base}_one`) || !hasKey(`${base}_other`))).toEqual([]);
  });
});
