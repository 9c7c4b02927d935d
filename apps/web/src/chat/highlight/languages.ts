/** What people write after the fence, for each grammar that there is. */
const names = {
  bash: ['sh', 'shell', 'zsh', 'console'],
  c: ['h'],
  cpp: ['c++', 'cc', 'hpp'],
  csharp: ['cs', 'c#'],
  css: [],
  diff: ['patch'],
  dockerfile: ['docker'],
  go: ['golang'],
  graphql: ['gql'],
  ini: ['toml', 'conf'],
  java: [],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  json: ['json5', 'jsonc'],
  kotlin: ['kt', 'kts'],
  lua: [],
  makefile: ['make', 'mk'],
  markdown: ['md'],
  nginx: [],
  php: [],
  powershell: ['ps1', 'pwsh'],
  python: ['py'],
  r: [],
  ruby: ['rb'],
  rust: ['rs'],
  scss: ['sass'],
  sql: ['pgsql', 'postgresql', 'mysql', 'sqlite'],
  swift: [],
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  xml: ['html', 'svg', 'xhtml', 'vue'],
  yaml: ['yml'],
} as const satisfies Record<string, readonly string[]>;

/** A language whose code can be coloured. */
export type Grammar = keyof typeof names;

const grammars = new Map<string, Grammar>(
  Object.entries(names).flatMap(([grammar, others]) =>
    [grammar, ...others].map((name) => [name, grammar as Grammar] as const),
  ),
);

/** The grammar for what stands after the fence; null where it is nothing that is known. */
export const grammarOf = (language: string): Grammar | null =>
  grammars.get(language.toLowerCase()) ?? null;
