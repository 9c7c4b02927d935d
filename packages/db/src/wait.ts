import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, DatabaseSetupError } from './errors.ts';

export type WaitOptions = {
  /** Ends the waiting; the promise then rejects with its reason. */
  signal?: AbortSignal;
  log?: (line: string) => void;
  /** Called once, when the first attempt has failed: for a "starting" answer of the health check. */
  onWaiting?: (reason: string) => void;
};

/** Waits between two attempts, in milliseconds. */
const BACKOFF = [100, 200, 400, 800, 1_500, 2_000];

/** Starting up, shutting down, connections exhausted, or nobody there (yet): worth another attempt. */
const PASSING = new Set([
  '57P03',
  '57P01',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

/**
 * Waits until the database answers, trying again for as long as it takes, and says so in one line.
 * @throws DatabaseSetupError at once for what waiting does not cure: a malformed address, a wrong password, a missing database.
 */
export async function waitForDatabase(
  url: string,
  { signal, log = () => undefined, onWaiting }: WaitOptions = {},
): Promise<void> {
  const place = describe(url);
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    const error = await tryOnce(url);
    if (!error) {
      if (attempt > 0) log(`The database at ${place} answers.`);
      return;
    }
    if (!isPassing(error)) throw explain(error, place);
    if (attempt === 0) {
      log(`Waiting for the database at ${place} (${error.message || codeOf(error)}).`);
      onWaiting?.(error.message || codeOf(error));
    }
    await sleep(
      BACKOFF[Math.min(attempt, BACKOFF.length - 1)],
      undefined,
      signal ? { signal } : {},
    ).catch(() => undefined);
  }
}

async function tryOnce(connectionString: string): Promise<Error | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isPassing(error: Error): boolean {
  // Node bundles the failures of a name with several addresses.
  const errors = error instanceof AggregateError ? error.errors : [error];
  return (
    errors.some((each) => PASSING.has(codeOf(each))) ||
    /timeout|terminated unexpectedly/i.test(error.message)
  );
}

function explain(error: Error, place: string): DatabaseSetupError {
  const options = { cause: error };
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return new DatabaseSetupError(
        `The database at ${place} refuses the user name or password of DATABASE_URL: correct them.`,
        options,
      );
    case '3D000':
      return new DatabaseSetupError(
        `The database named in DATABASE_URL does not exist at ${place}: create it with CREATE DATABASE, or correct the name.`,
        options,
      );
    default:
      return new DatabaseSetupError(
        `The database at ${place} cannot be used (${error.message}): check DATABASE_URL.`,
        options,
      );
  }
}

/** Host, port and database of the address, without the password. */
function describe(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new DatabaseSetupError(
      'DATABASE_URL is not the address of a PostgreSQL database: write it as postgresql://user:password@host:5432/name.',
    );
  }
  return `${parsed.hostname}:${parsed.port || 5432}${parsed.pathname}`;
}
