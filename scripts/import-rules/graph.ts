import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import or re-export, as it stands in a file. Paths are relative to the root of the repository. */
export interface Import {
  file: string;
  line: number;
  specifier: string;
  /** The file that is meant; null for a package from outside. */
  target: string | null;
  /** The package from outside; null for a file of ours. */
  dependency: string | null;
  /** `types` leaves nothing behind at run time; `later` is loaded by `import()` when it is wanted. */
  kind: 'code' | 'types' | 'later';
}

const roots = ['apps', 'packages', 'examples', 'scripts', 'bench', 'e2e'];
const left = new Set(['node_modules', 'dist', 'generated', 'data', 'test-results']);

/** Every import of every source file below the repository's folder. */
export function readImports(repository: string): Import[] {
  const packages = readPackages(repository);
  const context = { repository, packages };
  return roots
    .flatMap((root) => sources(repository, root))
    .flatMap((file) => importsOf(context, file, readFileSync(join(repository, file), 'utf8')));
}

function sources(repository: string, folder: string): string[] {
  if (!existsSync(join(repository, folder))) return [];
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return left.has(entry.name) ? [] : sources(repository, path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

interface Workspace {
  folder: string;
  exports: Record<string, string>;
}

function readPackages(repository: string): Map<string, Workspace> {
  const found = new Map<string, Workspace>();
  for (const root of ['apps', 'packages', 'examples']) {
    if (!existsSync(join(repository, root))) continue;
    for (const name of readdirSync(join(repository, root))) {
      const folder = `${root}/${name}`;
      const manifest = join(repository, folder, 'package.json');
      if (!existsSync(manifest)) continue;
      const { name: packageName, exports = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
      found.set(packageName, { folder, exports });
    }
  }
  return found;
}

interface Reading {
  repository: string;
  packages: Map<string, Workspace>;
}

/** The imports of one file's text. */
export function importsOf(context: Reading, file: string, text: string): Import[] {
  const { module } = parseSync(file, text);
  const lineOf = (place: number) => text.slice(0, place).split('\n').length;
  const made = (place: number, specifier: string, kind: Import['kind']): Import => ({
    file,
    line: lineOf(place),
    specifier,
    kind,
    ...resolve(context, file, specifier),
  });
  // `import { type A }` still loads the module; only a whole statement of types leaves nothing.
  const kindOf = (start: number, end: number): Import['kind'] =>
    /^(import|export)\s+type\b/.test(text.slice(start, end)) ? 'types' : 'code';
  const found = module.staticImports.map(({ start, end, moduleRequest }) =>
    made(start, moduleRequest.value, kindOf(start, end)),
  );
  for (const { start, end, entries } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (request) found.push(made(start, request.value, kindOf(start, end)));
  }
  for (const { start, moduleRequest } of module.dynamicImports) {
    const [, specifier] =
      /^['"`]([^'"`$]+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end)) ?? [];
    if (specifier) found.push(made(start, specifier, 'later'));
  }
  return found;
}

function resolve(
  { repository, packages }: Reading,
  file: string,
  specifier: string,
): Pick<Import, 'target' | 'dependency'> {
  if (specifier.startsWith('.')) {
    return { target: sourceAt(repository, posix.join(dirname(file), specifier)), dependency: null };
  }
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const workspace = packages.get(name);
  if (!workspace)
    return { target: null, dependency: specifier.startsWith('node:') ? specifier : name };
  const entry = `.${specifier.slice(name.length)}`;
  return {
    target: posix.join(workspace.folder, workspace.exports[entry] ?? entry),
    dependency: null,
  };
}

function sourceAt(repository: string, path: string): string {
  const tries = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`];
  return tries.find((one) => /\.\w+$/.test(one) && existsSync(join(repository, one))) ?? path;
}
