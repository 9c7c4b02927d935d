import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from './load.ts';

const here = import.meta.dirname;
/** As `pnpm start` does; the bare server gets the same. */
const asStarted = ['--max-semi-space-size=8'];

export interface RunningServer {
  port: number;
  pid: number;
  /** Milliseconds from spawning to ready. */
  readyAfter: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a server process and waits until it says where it listens. */
export async function startProcess(
  file: string,
  env: Record<string, string>,
  ready: RegExp,
): Promise<RunningServer> {
  const started = performance.now();
  const child = spawn(process.execPath, [...asStarted, join(here, '..', file)], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data.toString();
      const found = ready.exec(output);
      if (found) resolve(Number(found[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`${file} ended:\n${output}`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    readyAfter: performance.now() - started,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

/** The load generator in a process of its own. */
export class Load {
  readonly #child: ChildProcess = fork(join(here, 'load.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async do<Result>(command: Command): Promise<Result> {
    this.#child.send(command);
    const [answer] = (await once(this.#child, 'message')) as [{ result?: Result; error?: string }];
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result as Result;
  }

  stop(): void {
    this.#child.kill();
  }
}
