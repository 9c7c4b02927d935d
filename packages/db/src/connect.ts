import { createHash } from 'node:crypto';
import pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import { PrismaPgInTurn } from './in-turn.ts';

export type ConnectOptions = {
  url: string;
  /** Connections in all, for Prisma and plain queries together. Default 10. */
  poolSize?: number;
  /** Gets one line when an idle connection breaks. */
  log?: (line: string) => void;
};

export type Database = {
  prisma: PrismaClient;
  /** For hot paths: plain queries, prepared when they have a `name`. */
  pool: pg.Pool;
  /** Loads what Prisma loads with its first query. Without it, the first call to need it stands still for a tenth of a second, and all others with it. */
  warm: () => Promise<void>;
  /** Ends all connections after their running queries. Safe to call twice. */
  close: () => Promise<void>;
};

/** How long a call waits for a connection, and for an answer: a frozen database must not freeze people. */
const waitMs = 10_000;
const answerMs = 30_000;

/** One Prisma client and one pool over the same connections. Connects with the first query, so it cannot fail. */
export function connect({ url, poolSize = 10, log = () => undefined }: ConnectOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: waitMs,
    query_timeout: answerMs,
    application_name: 'atalaya',
  });
  // Without a listener a connection that breaks while idle would end the process; the pool makes a new one by itself.
  pool.on('error', (error) => log(`A database connection broke: ${error.message}`));
  const prisma = new PrismaClient({
    adapter: new PrismaPgInTurn(pool, { statementNameGenerator: statementNames() }),
  });
  const warm = async () => {
    await prisma.organisation.findFirst({ select: { id: true } });
  };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= prisma.$disconnect().then(() => pool.end());
    return closing;
  };
  return { prisma, pool, warm, close };
}

/** How many different statements are kept prepared per connection. Lists of varying length would otherwise make ever new ones. */
const PREPARED = 500;

/** Names for prepared statements, so that PostgreSQL parses and plans Prisma's repeated queries once per connection. */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // An empty name is PostgreSQL's unnamed statement.
    if (names.size >= PREPARED || sql.length > 4_000) return '';
    const name = `p${createHash('sha1').update(sql).digest('base64url')}`;
    names.set(sql, name);
    return name;
  };
}
