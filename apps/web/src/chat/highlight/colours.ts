import type { LanguageFn } from 'highlight.js';
import highlighter from 'highlight.js/lib/core';
import type { Grammar } from './languages.ts';
import { type CodePart, partsOf } from './parts.ts';

type Source = () => Promise<{ default: LanguageFn }>;

/** Each grammar is a file of its own: a conversation reads those that it shows. */
const sources: Record<Grammar, Source> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  graphql: () => import('highlight.js/lib/languages/graphql'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  nginx: () => import('highlight.js/lib/languages/nginx'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

/** Every grammar that can be learnt. */
export const sourceNames = Object.keys(sources) as Grammar[];

/** Languages that stand inside others: a page's styles and scripts, the commands of an image. */
const inside: Partial<Record<Grammar, readonly Grammar[]>> = {
  xml: ['css', 'javascript'],
  markdown: ['xml'],
  dockerfile: ['bash'],
};

/** Reads a grammar, with what stands inside of its language. */
export async function learn(grammar: Grammar): Promise<void> {
  const wanted = [grammar, ...(inside[grammar] ?? [])];
  await Promise.all(
    wanted
      .filter((one) => !highlighter.getLanguage(one))
      .map(async (one) => highlighter.registerLanguage(one, (await sources[one]()).default)),
  );
}

/** The code in parts, each of one kind. The grammar was learnt before. */
export const colour = (code: string, grammar: Grammar): readonly CodePart[] =>
  partsOf(highlighter.highlight(code, { language: grammar }).value, code);
