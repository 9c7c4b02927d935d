import pg from 'pg';
import { databaseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { ATALAYA, openCluster } from './embedded/cluster.ts';
import { ownDataFolder } from './embedded/ownership.ts';
import {
  clusterHome,
  openClusterHome,
  openDataFolder,
  reachableBinaries,
} from './embedded/place.ts';
import { endLeftover, launch } from './embedded/server.ts';
import type { Durability } from './embedded/settings.ts';
import { codeOf, DatabaseSetupError, explainFolderError } from './errors.ts';

export { DatabaseSetupError } from './errors.ts';

export type EmbeddedOptions = {
  /** The folder for everything; made when missing. The cluster lies in `postgres/` below it. */
  dataDir: string;
  /** On 127.0.0.1. Default: any free one. */
  port?: number;
  /** Gets PostgreSQL's own log lines and one line for everything unusual. */
  log?: (line: string) => void;
  /** Called when PostgreSQL ends without `stop()` having been called. */
  onExit?: () => void;
  /** Default `durable`. `throwaway` is for tests: faster, but a crash of the machine loses the data. */
  durability?: Durability;
};

export type Embedded = {
  /** Connection string of the database `atalaya`, password included. */
  url: string;
  /** Process id of PostgreSQL. */
  pid: number;
  /** The real folder of the cluster. */
  home: string;
  /** Shuts down fast (≤ 3 s) and gives the data folder back. Safe to call twice. */
  stop: () => Promise<void>;
};

/**
 * Starts the built-in PostgreSQL in the data folder: makes the cluster on the first start, ends what a killed server left
 * behind on later ones, and makes the database `atalaya`. First start about 0.6 s, later ones 0.1 s.
 * @throws DatabaseSetupError with one sentence that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log = () => undefined, durability = 'durable' } = options;
  let giveBack: (() => void) | undefined;
  try {
    const found = await findBinaries();
    const dataDir = await openDataFolder(options.dataDir);
    giveBack = await ownDataFolder(dataDir);
    const account = databaseAccount(`${clusterHome(dataDir)}/data`);
    const binaries = await reachableBinaries(found, account);
    const home = await openClusterHome(dataDir, account, log);
    const place = { dataDir, home, binaries, account, durability };
    await endLeftover(`${home}/data`, binaries, log);
    const { pgdata, password, fresh } = await openCluster(place);
    const running = await launch({ ...place, pgdata, port: options.port, log });
    const url = `postgresql://${ATALAYA}:${password}@127.0.0.1:${running.port}/${ATALAYA}`;
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= running.stop().finally(giveBack);
      return stopping;
    };
    void running.exited.then(() => {
      if (!stopping) options.onExit?.();
    });
    await ensureDatabase(url, fresh).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { url, pid: running.pid, home, stop };
  } catch (error) {
    giveBack?.();
    const explained = explainFolderError(error, options.dataDir);
    if (explained instanceof DatabaseSetupError) throw explained;
    throw new DatabaseSetupError(
      `The built-in database could not be started in ${options.dataDir}: ${(error as Error).message}; check that folder, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** Connects once, as the server will, and makes the database where it is missing (also after a crash during the first start). */
async function ensureDatabase(url: string, fresh: boolean): Promise<void> {
  if (fresh) return createDatabase(url);
  try {
    await withClient(url, async () => undefined);
  } catch (error) {
    if (codeOf(error) === '3D000') return createDatabase(url);
    if (codeOf(error) !== '28P01') throw error;
    throw new DatabaseSetupError(
      'The password in database.password does not fit this database: bring the right file back, or delete it and start again to have a new one set.',
      { cause: error },
    );
  }
}

async function createDatabase(url: string): Promise<void> {
  const main = new URL(url);
  main.pathname = '/postgres';
  await withClient(main.href, (client) => client.query(`CREATE DATABASE ${ATALAYA}`));
}

async function withClient(
  connectionString: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
