import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@atalaya/db';
import { createTestDatabase } from '@atalaya/db/testing';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Program } from './testing/program.ts';
import { freePort } from './testing/redis.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase(inject('clusterUrl'));
});
afterAll(() => database.drop());

test('OPS-04: wrong variables stop the start with a line each and nothing else', async () => {
  await using program = new Program({ PORT: 'many', ROLE: 'king', SMTP_URL: 'hunter2' });
  expect(await program.ended).toBe(1);
  expect(program.errors.trim().split('\n')).toEqual([
    'PORT must be a whole number from 0 to 65535, but it is "many".',
    'SMTP_URL must be the address of a mail server: smtp://user:password@host:587.',
    'ROLE must be all, web or worker, but it is "king".',
  ]);
  expect(program.output).toBe('');
});

test('OPS-04: a taken port says so and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await using program = new Program({ PORT: String(port), DATABASE_URL: database.url });
  expect(await program.ended).toBe(1);
  expect(program.errors).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program: stop that one, or choose another port with PORT=${port + 1}.\n`,
  );
  other.close();
});

test('OPS-04: a data folder that cannot be used says what to do', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'atalaya-unusable-')), 'file');
  writeFileSync(file, '');
  await using program = new Program({ DATA_DIR: file, DATABASE_URL: database.url });
  expect(await program.ended).toBe(1);
  expect(program.errors).toContain('a file is in its place');
  expect(program.errors.trim().split('\n')).toHaveLength(1);
});

test('OPS-04: an address that is not this machine’s says so', async () => {
  await using program = new Program({ HOST: '192.0.2.1', DATABASE_URL: database.url });
  expect(await program.ended).toBe(1);
  expect(program.errors).toMatch(/^HOST is 192\.0\.2\.1, which is no address of this machine/);
});

test('OPS-30: a database that does not answer is waited for, not ready meanwhile; then all goes on', async () => {
  const [port, databasePort] = [await freePort(), await freePort()];
  const url = new URL(database.url);
  const real = { host: url.hostname, port: Number(url.port) };
  url.host = `127.0.0.1:${databasePort}`;
  await using program = new Program({ PORT: String(port), DATABASE_URL: url.href });
  await program.wrote(/Waiting for the database at 127\.0\.0\.1:\d+\/\w+ \(.*\)\./);
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const ready = await at('/health/ready');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'starting', checks: { database: 'waiting' } });
  expect((await at('/health/live')).status).toBe(200);
  const refused = await at('/trpc/system.health');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.text()).toContain('error.unavailable.starting');

  const line = createServer((socket) => {
    const upstream = connectTcp(real);
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  }).listen(databasePort, '127.0.0.1');
  await program.url();
  expect((await at('/health/ready')).status).toBe(200);
  expect(program.output.match(/Waiting for the database/g)).toHaveLength(1);
  expect((await program.stop('SIGTERM')).code).toBe(0);
  line.close();
});

test('Ctrl+C while the database is being waited for ends at once', async () => {
  const url = new URL(database.url);
  url.host = `127.0.0.1:${await freePort()}`;
  await using program = new Program({ DATABASE_URL: url.href });
  await program.wrote(/Waiting for the database/);
  const { code, ms } = await program.stop('SIGINT');
  expect(code).toBe(0);
  expect(ms).toBeLessThan(2_500);
  expect(program.errors).toBe('');
});

test('Ctrl+C closes sockets with “going away” and stops the built-in database within 5 s', async () => {
  await using program = new Program({ DEMO: '1' });
  const url = await program.url();
  const sockets = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`);
      await once(socket, 'open');
      return socket;
    }),
  );
  // One that never answers must not hold the rest up.
  sockets[0]?.pause();
  const closed = sockets.slice(1).map(async (socket) => (await once(socket, 'close'))[0] as number);
  const pidFile = join(program.dataDir, 'postgres/data/postmaster.pid');
  const postgres = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const { code, ms } = await program.stop('SIGINT');
  expect(code).toBe(0);
  expect(ms).toBeLessThan(5_000);
  expect(new Set(await Promise.all(closed))).toEqual(new Set([1001]));
  expect(() => process.kill(postgres, 0)).toThrow(/ESRCH/);
  expect(program.errors).toBe('');
  sockets[0]?.terminate();
});

test('Q-11: the built-in database is started again when it is killed', async () => {
  await using program = new Program();
  const url = await program.url();
  const pidFile = join(program.dataDir, 'postgres/data/postmaster.pid');
  const pid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const first = pid();
  process.kill(first, 'SIGKILL');
  const ready = async () => (await fetch(`${url}/health/ready`)).status;
  await vi.waitFor(async () => expect(await ready()).toBe(503), { timeout: 10_000, interval: 20 });
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 15_000, interval: 50 });
  expect(pid()).not.toBe(first);
  expect((await program.stop('SIGTERM')).code).toBe(0);
});

test('OPS-22: a production start refuses demo accounts and names the command that removes them', async () => {
  const production = { NODE_ENV: 'production', DATABASE_URL: database.url };
  const { pool, close } = connect({ url: database.url });
  {
    await using clean = new Program(production);
    await clean.url();
    expect((await pool.query('SELECT 1 FROM member')).rowCount).toBe(0);
  }
  {
    await using demo = new Program({ DATABASE_URL: database.url, DEMO: '1' });
    await demo.wrote(/superadmin +diego@faro\.example/);
  }
  await using refused = new Program(production);
  expect(await refused.ended).toBe(1);
  expect(refused.errors).toMatch(/\d+ demo accounts .*pnpm demo:purge/);
  await close();
});

test('ROLE=worker does jobs and answers for its health only', async () => {
  await using program = new Program({ ROLE: 'worker', DATABASE_URL: database.url });
  const url = await program.url();
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  expect((await fetch(`${url}/trpc/system.health`)).status).toBe(404);
});

test('OPS-32: a program’s terminal gets the log as JSON, and the folder is closed to others', async () => {
  await using program = new Program({
    DATABASE_URL: database.url,
    NODE_ENV: 'production',
    DEMO: '1',
  });
  await program.url();
  for (const line of program.output.trim().split('\n'))
    expect(() => JSON.parse(line)).not.toThrow();
  expect(statSync(join(program.dataDir, 'logs')).mode & 0o077).toBe(0);
});

test('a second Ctrl+C ends at once, and the built-in database ends by itself', async () => {
  await using program = new Program();
  const url = await program.url();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`);
  await once(socket, 'open');
  // It does not answer the goodbye, so that the stop takes its time.
  socket.pause();
  const pidFile = join(program.dataDir, 'postgres/data/postmaster.pid');
  const postgres = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  program.child.kill('SIGINT');
  await program.wrote(/Atalaya stops/);
  expect((await program.stop('SIGINT')).code).toBe(130);
  await vi.waitFor(() => expect(() => process.kill(postgres, 0)).toThrow(/ESRCH/), {
    timeout: 5_000,
  });
  socket.terminate();
});

test('an error that nobody caught is written down and ends the server in order', async () => {
  const fault = 'process.on("SIGUSR2", () => { Promise.reject(new Error("a fault nobody saw")); })';
  await using program = new Program({
    DATABASE_URL: database.url,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
  });
  await program.url();
  expect((await program.stop('SIGUSR2')).code).toBe(1);
  const errors = readFileSync(join(program.dataDir, 'logs/errors.1.log'), 'utf8');
  expect(errors).toContain('a fault nobody saw');
});
