import { useEffect, useMemo, useReducer } from 'react';
import { type Grammar, grammarOf } from './languages.ts';
import type { CodePart } from './parts.ts';

type Colours = typeof import('./colours.ts');

/**
 * Longer code and longer lines stay plain, because the page waits while it is coloured. Some grammars
 * take time with the square of what they read, so that hostile code of 12,000 letters without a break
 * took a second; at its worst, what is within these limits takes a tenth of that.
 */
const longest = 6_000;
const longestLine = 500;

/** Most blocks whose parts are kept. */
const mostKept = 100;

let colours: Colours | null = null;
const learnt = new Set<Grammar>();
const kept = new Map<string, readonly CodePart[]>();

async function learn(grammar: Grammar): Promise<void> {
  colours ??= await import('./colours.ts');
  await colours.learn(grammar);
  learnt.add(grammar);
}

const isLong = (code: string): boolean =>
  code.length > longest || code.split('\n').some(({ length }) => length > longestLine);

function partsOf(code: string, grammar: Grammar, { colour }: Colours): readonly CodePart[] {
  const name = `${grammar}\n${code}`;
  const known = kept.get(name);
  if (known) return known;
  const parts = colour(code, grammar);
  kept.set(name, parts);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
  return parts;
}

/**
 * The code in coloured parts; null while its grammar is on its way, and for what is not coloured:
 * unknown languages and very long code. Only then is the highlighter read.
 */
export function useColours(code: string, language: string): readonly CodePart[] | null {
  const [, arrived] = useReducer((count: number) => count + 1, 0);
  const grammar = isLong(code) ? null : grammarOf(language);
  const isThere = grammar !== null && learnt.has(grammar);
  useEffect(() => {
    if (grammar === null || isThere) return;
    let isShown = true;
    learn(grammar).then(
      () => isShown && arrived(),
      // Without a connection, or after an update, the file is not there: plain code can be read too.
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, [grammar, isThere]);
  return useMemo(
    () => (isThere && grammar !== null && colours ? partsOf(code, grammar, colours) : null),
    [code, grammar, isThere],
  );
}
