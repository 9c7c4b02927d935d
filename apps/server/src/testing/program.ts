import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { newDataFolder } from './config.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
/** What Node has compiled of the sources, so that not every one of the many starts does it again. */
const compiled = fileURLToPath(
  new URL('../../../../node_modules/.cache/compiled', import.meta.url),
);

/** The server as a process of its own. Ends with the test at the latest. */
export class Program implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly dataDir: string;
  readonly ended: Promise<number | null>;
  output = '';
  errors = '';

  constructor(environment: NodeJS.ProcessEnv = {}) {
    this.dataDir = environment['DATA_DIR'] ?? newDataFolder();
    const { PATH, HOME } = process.env;
    const own = { PORT: '0', DEMO: '0', DATA_DIR: this.dataDir };
    const env = { PATH, HOME, NODE_COMPILE_CACHE: compiled, ...own, ...environment };
    this.child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      this.output += part;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      this.errors += part;
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Resolves with the match as soon as what the program wrote has one; rejects when it ended without. */
  async wrote(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.output.match(pattern);
      if (match) return match;
      const more = this.child.stdout ? once(this.child.stdout, 'data') : Promise.reject();
      const ended = this.ended.then((code) => {
        throw new Error(`ended with ${code}: ${this.output}${this.errors}`);
      });
      await Promise.race([more, ended]);
    }
  }

  /** The address that it says it runs at. */
  async url(): Promise<string> {
    const [, url = ''] = await this.wrote(/Atalaya runs at (http:\S+?)["\s]/);
    return url;
  }

  /** Sends the signal and gives the exit code and how long it took, in milliseconds. */
  async stop(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
    const started = performance.now();
    this.child.kill(signal);
    const code = await this.ended;
    return { code, ms: performance.now() - started };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.ended;
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
