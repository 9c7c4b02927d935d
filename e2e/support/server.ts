import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = 'apps/server/src/main.ts';
const startLimit = 60_000;
const stopLimit = 15_000;

/** The real server as a process of its own, with its own database, port and demo data. */
export class TestServer {
  readonly url: string;
  readonly dataDir: string;
  readonly #entry: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #crashed = false;

  private constructor(
    port: number,
    dataDir: string,
    { entry, environment }: { entry: string; environment: Record<string, string> },
  ) {
    this.#entry = entry;
    this.url = `http://127.0.0.1:${port}`;
    this.dataDir = dataDir;
    this.#environment = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      PUBLIC_URL: this.url,
      DEMO: '1',
      LOG_LEVEL: 'warn',
      // What Node has compiled of the sources, so that not every one of the many starts does it again.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
      ...environment,
    };
  }

  /**
   * Starts a server on a free port; resolves when it is ready. `environment` is added to its own. `entry` is
   * another program around the same server.
   */
  static async start(
    environment: Record<string, string> = {},
    entry = program,
  ): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'atalaya-e2e-'));
    // PostgreSQL does not run as root, and the user it runs as must be able to walk through.
    if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
    const server = new TestServer(await freePort(), dataDir, { entry, environment });
    try {
      await server.#launch();
      return server;
    } catch (error) {
      await rm(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  /** Process id of the running server. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Stops orderly, where it still runs, and starts again on the same address and data. */
  async restart(): Promise<void> {
    await this.halt();
    await this.#launch();
  }

  /** Ends the process as a power cut would; nothing is finished, no socket is closed in order. */
  async kill9(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#crashed = true;
    await ended(child, 'SIGKILL');
    this.#child = undefined;
  }

  /** Stops orderly and keeps the data: `restart()` brings it back. */
  async halt(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    await ended(child, 'SIGTERM');
    this.#child = undefined;
  }

  /** Stops orderly and removes the data. */
  async stop(): Promise<void> {
    // What a killed server leaves behind is a running database: the next start takes it over and ends it.
    if (this.#crashed && !this.#child) await this.#launch();
    await this.halt();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #launch(): Promise<void> {
    const child = spawn(process.execPath, [this.#entry], {
      cwd: root,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const output = collect(child);
    const failed = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`The server ended while starting (${signal ?? code}):\n${output()}`);
    });
    const limit = new AbortController();
    try {
      await Promise.race([
        this.#ready(limit.signal),
        failed,
        delay(startLimit, undefined, { signal: limit.signal }).then(() => {
          child.kill('SIGKILL');
          throw new Error(`The server was not ready within ${startLimit / 1000} s:\n${output()}`);
        }),
      ]);
      this.#crashed = false;
    } finally {
      limit.abort();
      failed.catch(() => undefined);
    }
  }

  async #ready(signal: AbortSignal): Promise<void> {
    for (;;) {
      const response = await fetch(`${this.url}/health/ready`, { signal }).catch(() => undefined);
      if (response?.ok || signal.aborted) return;
      await delay(50, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const limit = new AbortController();
  const late = delay(stopLimit, true, { signal: limit.signal }).catch(() => false);
  if (await Promise.race([exited.then(() => false), late])) {
    child.kill('SIGKILL');
    throw new Error(`The server did not stop within ${stopLimit / 1000} s`);
  }
  limit.abort();
}

/** Keeps the end of what the process prints. */
function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text = (text + part).slice(-8_000);
    });
  }
  return () => text.trim();
}

/** A port on 127.0.0.1 that nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (!address || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
