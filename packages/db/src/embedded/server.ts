import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSetupError, diskFull } from '../errors.ts';
import { type Binaries, program } from './binaries.ts';
import type { ClusterPlace } from './cluster.ts';
import { commandOf, gone, isAlive } from './process.ts';
import { cleanEnvironment, serverArguments } from './settings.ts';

/** How long crash recovery may take before the start is given up, in milliseconds. */
const START_TIMEOUT = 120_000;

export type Running = {
  port: number;
  pid: number;
  exited: Promise<void>;
  stop: () => Promise<void>;
};

type Launch = ClusterPlace & {
  pgdata: string;
  port: number | undefined;
  log: (line: string) => void;
};

/**
 * Starts PostgreSQL on 127.0.0.1 and waits until it takes connections.
 * @throws DatabaseSetupError when the port is taken, the disk full, or PostgreSQL refuses.
 */
export async function launch(options: Launch): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    try {
      return await tryLaunch(options, port);
    } catch (error) {
      const reason = error instanceof StartFailure ? error.output : undefined;
      if (reason === undefined) throw error;
      // Between choosing a free port and using it somebody else may have taken it.
      const portTaken =
        /could not bind|could not create any TCP\/IP sockets|Address already in use/i.test(reason);
      if (portTaken && options.port === undefined && attempt < 5) continue;
      // The last processes of a killed PostgreSQL take some milliseconds to notice.
      if (
        /shared memory block.*still in use|lock file "postmaster.pid" already exists/is.test(
          reason,
        ) &&
        attempt < 30
      ) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      throw explainStart(reason, portTaken, port, options.pgdata);
    }
  }
}

class StartFailure extends Error {
  readonly output: string;
  constructor(output: string) {
    super(output);
    this.output = output;
  }
}

async function tryLaunch(
  { pgdata, account, binaries, durability, log }: Launch,
  port: number,
): Promise<Running> {
  // Its own session: Ctrl+C in a terminal reaches the server only, which ends its work first and the database last.
  const child = spawn(program(binaries, 'postgres'), serverArguments(pgdata, port, durability), {
    ...account,
    cwd: pgdata,
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let stopping = false;
  // What it says while it is being stopped is routine ("terminating connection", "shutting down").
  await ready(child, (line) => stopping || log(line));
  const pid = child.pid ?? 0;
  const stopAtExit = () => send(binaries, pid, 'INT');
  process.once('exit', stopAtExit);
  void exited.then(() => process.off('exit', stopAtExit));
  const stop = () => {
    stopping = true;
    return stopPostmaster(binaries, pid, 2_300);
  };
  // A program that forgets to stop the database may still end.
  child.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  return { port, pid, exited, stop };
}

function ready(child: ChildProcess, log: (line: string) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: string[] = [];
    let started = false;
    const timer = setTimeout(() => {
      child.kill('SIGQUIT');
      reject(
        new DatabaseSetupError(
          `PostgreSQL did not become ready within ${START_TIMEOUT / 1000} s: look at its log lines above, check the disk, then start again.`,
        ),
      );
    }, START_TIMEOUT);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new StartFailure(error.message));
    });
    if (!child.stderr) return;
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      if (started) return void log(line);
      output.push(line);
      if (!line.includes('ready to accept connections')) return;
      started = true;
      clearTimeout(timer);
      if (output.some((each) => each.includes('was not properly shut down')))
        log('The database was not shut down properly last time; it has recovered.');
      resolve();
    });
    lines.once('close', () => {
      clearTimeout(timer);
      if (!started) reject(new StartFailure(output.join('\n')));
    });
  });
}

/**
 * Ends a PostgreSQL that an earlier server left behind in this cluster (it died without stopping it), and removes a stale pid
 * file whose number belongs to another program by now. Takes at most 2.5 s. The caller must own the data folder.
 */
export async function endLeftover(
  pgdata: string,
  binaries: Binaries,
  log: (line: string) => void,
): Promise<void> {
  const pidFile = join(pgdata, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return;
  if (isAlive(pid) && commandOf(pid).includes(pgdata)) {
    log(`A PostgreSQL that an earlier server left behind (process ${pid}) is stopped first.`);
    await stopPostmaster(binaries, pid, 1_500);
  } else if (isAlive(pid)) {
    await rm(pidFile, { force: true });
  }
}

/** Fast shutdown (rolls back what is open, writes all down); after `patience` ms immediate shutdown, then the axe. */
async function stopPostmaster(binaries: Binaries, pid: number, patience: number): Promise<void> {
  for (const [signal, ms] of [
    ['INT', patience],
    ['QUIT', 400],
    ['KILL', 200],
  ] as const) {
    send(binaries, pid, signal);
    if (await gone(pid, ms)) return;
  }
}

function send(binaries: Binaries, pid: number, signal: 'INT' | 'QUIT' | 'KILL'): void {
  if (process.platform === 'win32') {
    spawnSync(program(binaries, 'pg_ctl'), ['kill', signal, String(pid)], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch {
    // It has ended meanwhile, which is what was wanted.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function explainStart(
  output: string,
  portTaken: boolean,
  port: number,
  pgdata: string,
): DatabaseSetupError {
  const options = { cause: new Error(output) };
  if (portTaken)
    return new DatabaseSetupError(
      `The database's port ${port} on 127.0.0.1 is taken by another program: stop that one, or choose another port.`,
      options,
    );
  if (/No space left|Disk quota/i.test(output)) return diskFull(pgdata, options.cause);
  if (/Permission denied|wrong ownership|Read-only file system/i.test(output)) {
    return new DatabaseSetupError(
      `PostgreSQL may not read or write its files in ${pgdata}: give the folder to the user that runs it with chown -R, or set DATA_DIR to another folder.`,
      options,
    );
  }
  if (/could not (map anonymous shared memory|fork)|Cannot allocate memory/i.test(output)) {
    return new DatabaseSetupError(
      'There is not enough memory for the database (it needs about 300 MB): free some, or set DATABASE_URL to a PostgreSQL server elsewhere.',
      options,
    );
  }
  const fatal =
    output.split('\n').find((line) => /FATAL|PANIC/.test(line)) ?? output.split('\n').at(-1);
  return new DatabaseSetupError(
    `PostgreSQL does not start in ${pgdata}: if the files are damaged, restore a backup (PostgreSQL says: ${fatal?.trim() || 'nothing'}).`,
    options,
  );
}
