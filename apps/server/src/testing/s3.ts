import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Config } from '../config.ts';
import { freePort } from './redis.ts';

const require = createRequire(import.meta.url);
const program = require.resolve('s3rver/bin/s3rver.js');

/** A server that speaks S3, as a process of its own, with one empty bucket. */
export class TestS3 implements AsyncDisposable {
  readonly config: S3Config;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(config: S3Config, child: ChildProcess, folder: string) {
    this.config = config;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(): Promise<TestS3> {
    const folder = mkdtempSync(join(tmpdir(), 'atalaya-s3-'));
    const port = await freePort();
    const where = ['--directory', folder, '--address', '127.0.0.1', '--port', String(port)];
    const child = spawn(process.execPath, [program, ...where, '--configure-bucket', 'files'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const listening = Promise.withResolvers<void>();
    // Read to the end: it dies of a line that nobody takes.
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      if (part.includes('listening')) listening.resolve();
    });
    await listening.promise;
    const config = {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'files',
      region: 'us-east-1',
      // What it takes from everybody.
      accessKey: 'S3RVER',
      secretKey: 'S3RVER',
    };
    return new TestS3(config, child, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGKILL');
      await once(this.#child, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
