import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { __wbg_set_wasm, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Pool } from 'pg';

/** What the engine runs its scripts with, so that a caller may add to one or see why it failed. */
export type ScriptRunner = (script: string, pool: Pool) => Promise<void>;

export type EngineOptions = {
  /** The schema files (path, content), where the work needs them. */
  datamodels?: [string, string][];
  run?: ScriptRunner;
};

/** Nothing in our database is managed by somebody else. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Prisma's schema engine (WebAssembly, about 0.03 s to start) on a database.
 * @returns the engine, and `close()`, which also ends its connections.
 */
export async function openEngine(
  url: string,
  options: EngineOptions = {},
): Promise<{ engine: SchemaEngine; close: () => Promise<void> }> {
  await loadWasm();
  const factory = new PrismaPg({ connectionString: url });
  const connect = factory.connect.bind(factory);
  const adapters: SqlDriverAdapter[] = [];
  factory.connect = async () => {
    const adapter = repaired(await connect(), options.run ?? runWhole);
    adapters.push(adapter);
    return adapter;
  };
  // With a connection string the adapter's "shadow" database is the database itself, and the engine empties shadows.
  factory.connectToShadowDb = () =>
    Promise.reject(
      new Error('The engine asked for a shadow database; give it a database to compare instead.'),
    );
  const close = async () => {
    // The engine itself leaves them open.
    await Promise.all(adapters.map((adapter) => adapter.dispose()));
  };
  try {
    const engine = await SchemaEngine.new(
      { datamodels: options.datamodels },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    return { engine, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs a script as one simple query: PostgreSQL splits it itself and applies all of it or nothing. */
export async function runWhole(script: string, pool: Pool): Promise<void> {
  await pool.query(script);
}

type Inner = {
  underlyingDriver: () => Pool;
  onError: (error: unknown) => never;
  performIO: (query: unknown) => Promise<{ fields: { dataTypeID: number }[]; rows: object }>;
};

/** Repairs two things in Prisma's adapter that make it unfit for the schema engine. */
function repaired<Adapter extends SqlDriverAdapter>(adapter: Adapter, run: ScriptRunner): Adapter {
  const inner = adapter as unknown as Inner;
  // It splits scripts at every semicolon, wherever it stands (in a function's body, in a text, in a comment), and sends each
  // piece on any connection of its pool. Triggers would break and a failure would leave half a migration behind.
  adapter.executeScript = async (script) => {
    try {
      await run(script, inner.underlyingDriver());
    } catch (error) {
      inner.onError(error);
    }
  };
  // It does not know PostgreSQL's internal one-letter type, which the engine asks for when it reads the catalogue.
  const letters = new WeakMap<object, Set<number>>();
  const performIO = inner.performIO.bind(adapter);
  inner.performIO = async (query) => {
    const result = await performIO(query);
    letters.set(
      result.rows,
      new Set(result.fields.flatMap((field, i) => (field.dataTypeID === ONE_LETTER ? [i] : []))),
    );
    for (const field of result.fields) if (field.dataTypeID === ONE_LETTER) field.dataTypeID = TEXT;
    return result;
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columns = letters.get(result.rows);
    return {
      ...result,
      columnTypes: result.columnTypes.map((type, i) =>
        columns?.has(i) ? ColumnTypeEnum.Character : type,
      ),
    };
  };
  return adapter;
}

/** Type numbers in PostgreSQL's catalogue: `"char"` and `text`. */
const ONE_LETTER = 18;
const TEXT = 25;

// TypeScript has these names among the browser's only.
declare const WebAssembly: {
  instantiate: (
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ) => Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let loading: Promise<void> | undefined;

/** Instantiates the engine once per process. */
function loadWasm(): Promise<void> {
  loading ??= instantiate();
  return loading;
}

async function instantiate(): Promise<void> {
  // Where the engine leaves its last words.
  const set_message = (message: string) => {
    throw new Error(`Prisma's schema engine failed: ${message}`);
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } });
  const script = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const bytes = await readFile(script.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': withIdleTimers(),
  });
  __wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

/** The engine never clears the timer of its lock's ten seconds; a command would wait for it after its work. */
function withIdleTimers(): Record<string, unknown> {
  const imports: Record<string, unknown> = { ...engineModule };
  for (const name of Object.keys(imports).filter((each) => each.startsWith('__wbg_setTimeout_'))) {
    imports[name] = (work: () => void, ms: number) => setTimeout(work, ms >>> 0).unref();
  }
  return imports;
}
