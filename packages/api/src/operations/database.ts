import type { Pool } from 'pg';
import type { DatabaseStatus } from './schemas.ts';

/** Queries that run for longer than this are shown to the operator. */
const slowAfterMs = 500;
const longestQueryText = 300;

interface Overview {
  version: string;
  size: string;
  active: number;
  idle: number;
  limit: number;
  ratio: number | null;
}

interface Running {
  query: string;
  ms: number;
  state: string;
  waiting: string | null;
}

/** Size, load and slow queries of the database. Rejects when it does not answer. */
export async function readDatabase(
  pool: Pool,
  poolFigures: DatabaseStatus['pool'],
): Promise<DatabaseStatus> {
  const [overview, running] = await Promise.all([
    pool.query<Overview>(overviewSql),
    pool.query<Running>(runningSql, [slowAfterMs]),
  ]);
  const row = overview.rows[0];
  if (!row) throw new Error('the database gave no overview of itself');
  return {
    version: row.version,
    sizeBytes: Number(row.size),
    connections: { active: row.active, idle: row.idle, limit: row.limit },
    pool: poolFigures,
    cacheHitRatio: row.ratio,
    slowQueries: running.rows.map(({ query, ms, state, waiting }) => ({
      query: shapeOf(query),
      milliseconds: Math.max(0, ms),
      state,
      waitingFor: waiting,
    })),
  };
}

/** A statement without its literals: they may be anybody's address or message. */
export function shapeOf(query: string): string {
  return query
    .replace(/\$(\w*)\$.*?\$\1\$/gs, '?')
    .replace(/[eE]?'(?:[^'\\]|''|\\.)*('|$)/g, '?')
    .replace(/(?<![\w$])\d+(?:\.\d+)?/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestQueryText);
}

const overviewSql = `
  SELECT current_setting('server_version') AS version,
    pg_database_size(current_database())::text AS size,
    (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state = 'active') AS active,
    (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state <> 'active') AS idle,
    current_setting('max_connections')::int AS limit,
    (SELECT blks_hit::float8 / nullif(blks_hit + blks_read, 0) FROM pg_stat_database WHERE datname = current_database()) AS ratio`;

const runningSql = `
  SELECT query, state, wait_event_type AS waiting,
    (extract(epoch FROM clock_timestamp() - query_start) * 1000)::float8 AS ms
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND state IN ('active', 'idle in transaction')
    AND clock_timestamp() - query_start > $1 * interval '1 millisecond'
  ORDER BY query_start LIMIT 20`;
