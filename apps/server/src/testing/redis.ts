import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A real Redis on a free port, which tests may kill and bring back at the same address. */
export class TestRedis implements AsyncDisposable {
  readonly port: number;
  #child: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(await freePort());
    await redis.bringBack();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async bringBack(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', ''];
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    let said = '';
    for await (const part of child.stdout.setEncoding('utf8')) {
      said += String(part);
      if (said.includes('Ready to accept connections')) break;
    }
  }

  /** How often a command was given so far. */
  async count(command: string): Promise<number> {
    const socket = connect(this.port, '127.0.0.1').setEncoding('utf8');
    socket.write('INFO commandstats\r\nQUIT\r\n');
    let said = '';
    for await (const part of socket) said += String(part);
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(said)?.[1] ?? 0);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
