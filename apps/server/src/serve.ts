import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeInfo, PageReader, Services } from '@atalaya/api';
import { uuidv7 } from 'uuidv7';
import packageFile from '../package.json' with { type: 'json' };
import { createLog, type ProcessLog } from './adapters/log.ts';
import type { Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import type { ServedClient } from './http/web.ts';
import { createPhases } from './phases.ts';
import { StartError } from './start-errors.ts';

/** Where the clients are built to. */
const builtWebClient = fileURLToPath(new URL('../../web/dist', import.meta.url));
const builtConsole = fileURLToPath(new URL('../../desktop/dist', import.meta.url));

export interface StartOptions {
  /** Aborting it gives the start up; the promise then rejects. */
  signal?: AbortSignal;
  /** Where log lines go besides the files. Default: nowhere. */
  terminal?: (NodeJS.WritableStream & { isTTY?: boolean }) | null;
  /** Null: neither web client nor console is served. Default: the built ones. */
  webFolder?: string | null;
  /** The console's. Default: the built one. */
  consoleFolder?: string;
  /** Asks the pages that messages link to. Default: public ones alone; no setting of the operator changes it. */
  pageReader?: PageReader;
  /** Called as soon as the port is open; until the start is complete calls are refused as `unavailable`. */
  onListening?: (url: string) => void;
  /** Called with one sentence while the database does not answer, and when it does. */
  onWaiting?: (line: string) => void;
}

export interface RunningServer {
  /** Where people reach it, without a slash at the end. */
  url: string;
  port: number;
  services: Services;
  log: ProcessLog;
  /** Ends everything in order within 5 s. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a whole server: database, migrations, jobs, services, HTTP and WebSocket. Resolves when it
 * is ready. Throws `StartError`, `DatabaseSetupError`, `MigrationError` or `SecretKeyError` with one
 * sentence that says what to do, after putting everything back.
 */
export async function startServer(
  config: Config,
  options: StartOptions = {},
): Promise<RunningServer> {
  const folder = await openDataFolder(config.dataDir);
  const node: NodeInfo = { id: uuidv7(), version: packageFile.version, startedAt: new Date() };
  const { terminal = null } = options;
  const log = await createLog({ level: config.logLevel, folder: join(folder, 'logs'), terminal });
  const phase = createPhases(log);
  const { onWaiting = (line: string) => log.warn({}, line) } = options;
  const givenUp = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, givenUp.signal])
    : givenUp.signal;
  // The database starts while the code of all the rest is being loaded.
  const database = openDatabase({ config: { ...config, dataDir: folder }, log, signal, onWaiting });
  database.catch(() => {});
  const { Assembly } = await import('./assembly.ts');
  phase('code loaded');
  const assembly = new Assembly({
    config,
    folder,
    node,
    log,
    phase,
    pageReader: options.pageReader,
    database,
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    givenUp.abort(new StartError('The start was given up.'));
    stopping ??= assembly.stop().finally(() => log.close());
    return stopping;
  };
  try {
    const { url, port } = await assembly.listen(clientsOf(options));
    options.onListening?.(url);
    const services = await assembly.start(signal);
    log.info(
      { url, node: node.id, version: node.version, role: config.role },
      `Atalaya runs at ${url}`,
    );
    return { url, port, services, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const clientsOf = ({ webFolder, consoleFolder }: StartOptions): ServedClient[] =>
  webFolder === null
    ? []
    : [
        { base: '/', folder: webFolder ?? builtWebClient },
        { base: '/console/', folder: consoleFolder ?? builtConsole },
      ];
