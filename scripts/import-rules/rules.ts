import { connect, findCircles } from './circles.ts';
import type { Import } from './graph.ts';

/** A broken rule, in words that say what to do instead. */
export interface Breach {
  rule: string;
  place: string;
  message: string;
}

interface Rule {
  name: string;
  /** What to do instead; undefined where the import is fine. */
  check: (one: Import) => string | undefined;
}

const isTest = (file: string) =>
  /\.test\.tsx?$/.test(file) || /\/testing(-[a-z-]+)?(\/|\.ts$)/.test(file);
/** Tests, scripts and benchmarks put the whole house together; they may look into every room. */
const isBackstage = (file: string) => isTest(file) || /^(scripts|bench|e2e)\//.test(file);
const packageOf = (file: string) => file.split('/').slice(0, 2).join('/');
const isClient = (file: string) =>
  /^(apps\/(web|desktop)|packages\/(ui|client)|examples\/[^/]+)\//.test(file);

const api = /^packages\/api\/src\//;
/** Folders of packages/api that belong to no domain. */
const kernel = new Set(['live', 'ports', 'testing']);

/** The domain that a file belongs to; undefined for the kernel and for other packages. */
export function domainOf(file: string): string | undefined {
  const [, folder] = /^packages\/api\/src\/([^/]+)\//.exec(file) ?? [];
  return folder && !kernel.has(folder) ? folder : undefined;
}

/** What only the host knows. */
const adapters =
  /^(fastify|@fastify\/.+|ioredis|nodemailer|pino|pino-roll|pg-boss|prom-client|rate-limiter-flexible|@aws-sdk\/.+|node:(fs|fs\/promises|http|https|net|child_process|cluster))$/;
/** A WebSocket is passed through the kernel: its type may be named, its code not loaded. */
const adaptersByType = /^ws$/;

export const rules: readonly Rule[] = [
  {
    name: 'clients know types only',
    check: ({ file, target, kind }) => {
      if (!isClient(file) || isTest(file) || !target) return undefined;
      if (packageOf(target) === 'packages/db')
        return 'a client never sees the database; ask the API';
      if (packageOf(target) === 'packages/api' && kind !== 'types') {
        return 'a client takes only types from packages/api: write `import type`';
      }
      return undefined;
    },
  },
  {
    name: 'a domain has one door',
    check: ({ file, target }) => {
      const to = target ? domainOf(target) : undefined;
      const from = domainOf(file);
      if (!from || !to || from === to || isTest(file)) return undefined;
      // Schemas and the table of permissions are a vocabulary that everyone may speak.
      if (/\/(index|schemas|permissions)\.ts$/.test(target ?? '')) return undefined;
      return `use ${to} through packages/api/src/${to}/index.ts (or schemas.ts, permissions.ts), not its inner files`;
    },
  },
  {
    name: 'the API knows ports, not adapters',
    check: ({ file, target, dependency, kind }) => {
      if (!api.test(file) || isTest(file)) return undefined;
      if (target && /^apps\//.test(target)) return 'packages/api knows nothing of the apps';
      const adapter =
        dependency &&
        (adapters.test(dependency) || (adaptersByType.test(dependency) && kind !== 'types'));
      return adapter
        ? `${dependency} belongs behind a port (packages/api/src/ports), its adapter into apps/server`
        : undefined;
    },
  },
  {
    name: 'the host is the top',
    check: ({ file, target }) =>
      target &&
      /^apps\//.test(target) &&
      packageOf(target) !== packageOf(file) &&
      !isBackstage(file)
        ? 'nothing but tests and scripts builds on an app; move what is shared into a package'
        : undefined,
  },
  {
    name: 'packages meet at their entries',
    check: ({ file, target, specifier }) =>
      target &&
      specifier.startsWith('.') &&
      !isBackstage(file) &&
      /^(apps|packages|examples)\//.test(target) &&
      packageOf(target) !== packageOf(file)
        ? `import it by the package's name, from an entry of ${packageOf(target)}/package.json`
        : undefined,
  },
  {
    name: 'schemas are safe for browsers',
    check: ({ file, target, dependency, kind }) => {
      if (!/^packages\/api\/src\/([^/]+\/)?([a-z]+-)?schemas\.ts$/.test(file) || kind === 'types') {
        return undefined;
      }
      const fine = dependency === 'zod' || /\/(([a-z]+-)?schemas|common)\.ts$/.test(target ?? '');
      return fine ? undefined : 'schemas.ts needs zod, common.ts and other schemas.ts only';
    },
  },
  {
    name: 'the demo is loaded when it is wanted',
    check: ({ file, target, kind }) =>
      target?.startsWith('packages/db/src/demo/') &&
      !file.startsWith('packages/db/src/demo/') &&
      !file.startsWith('packages/db/src/cli/') &&
      !isBackstage(file) &&
      kind === 'code'
        ? 'a production start must not load the demo: use `await import(…)`'
        : undefined,
  },
];

/** Every breach of the rules in the imports, circles included. */
export function findBreaches(imports: readonly Import[]): Breach[] {
  const breaches = imports.flatMap((one) =>
    rules.flatMap(({ name, check }) => {
      const message = check(one);
      return message
        ? [
            {
              rule: name,
              place: `${one.file}:${one.line}`,
              message: `“${one.specifier}”: ${message}`,
            },
          ]
        : [];
    }),
  );
  return [...breaches, ...circlesOfFiles(imports), ...circlesOfDomains(imports)];
}

function circlesOfFiles(imports: readonly Import[]): Breach[] {
  const edges = new Map<string, Set<string>>();
  for (const { file, target, kind } of imports) {
    if (target && kind === 'code') connect(edges, file, target);
  }
  return findCircles(edges).map((circle) => ({
    rule: 'no circles',
    place: circle[0] ?? '',
    message: `these load each other: ${circle.join(' → ')}; move what they share into a file of its own`,
  }));
}

/** Schemas and permissions lie below all domains, so they make no circle. */
function circlesOfDomains(imports: readonly Import[]): Breach[] {
  const edges = new Map<string, Set<string>>();
  const examples = new Map<string, string>();
  for (const { file, line, target, kind } of imports) {
    const from = domainOf(file);
    const to = target ? domainOf(target) : undefined;
    if (!from || !to || from === to || kind !== 'code') continue;
    if (isTest(file) || /\/(schemas|permissions)\.ts$/.test(target ?? '')) continue;
    connect(edges, from, to);
    examples.set(`${from} ${to}`, `${file}:${line}`);
  }
  return findCircles(edges).map((circle) => ({
    rule: 'no circles',
    place: examples.get(circle.slice(0, 2).join(' ')) ?? '',
    message: `these domains need each other: ${circle.join(' → ')}; let one tell the other by an event or a function it is given`,
  }));
}
