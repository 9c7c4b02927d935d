/**
 * `pnpm bench [Q-01 Q-02 …] [--runs 3] [--quick]`: measures Atalaya beside a bare `ws` + `pg` server
 * doing the same work in the same run, on one durable PostgreSQL. See docs/performance.md.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { populate } from '@atalaya/api/testing/population';
import { startEmbedded } from '@atalaya/db/embedded';
import { applyMigrations } from '@atalaya/db/migrate';
import pg from 'pg';
import { analytics } from './analytics.ts';
import { populateBare } from './bare-rooms.ts';
import { Load, startProcess } from './children.ts';
import { coldStart } from './cold-start.ts';
import type { DisconnectsResult } from './disconnects.ts';
import { fanOut, idle, latency, massReconnect, type Target, throughput } from './figures.ts';
import { filter } from './filter.ts';
import { history } from './history.ts';
import { presence } from './presence.ts';
import { median } from './process-figures.ts';
import { queue } from './queue.ts';
import { search } from './search.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
  },
});
/** What is measured as often as `--runs` says, and what once whatever it says. */
const repeated = ['Q-01', 'Q-02', 'Q-03', 'Q-04', 'Q-06'];
const once = [
  'CHAT-20',
  'CHAT-27',
  'CHAT-23',
  'Q-05',
  'CHAT-09',
  'CHAT-60',
  'TRUST-01',
  'TRUST-41',
];
const wanted = (id: string) => positionals.length === 0 || positionals.includes(id);
const runs = options.quick ? 1 : Number(options.runs);
const seconds = options.quick ? 3 : 8;

const folder = await mkdtemp(join(tmpdir(), 'atalaya-bench-'));
const secretKey = randomBytes(32);
const database = await startEmbedded({ dataDir: folder });
await applyMigrations({ url: database.url });
const pool = new pg.Pool({ connectionString: database.url, max: 4 });
const load = new Load();

const startAtalaya = (environment: Record<string, string> = {}) =>
  startProcess(
    'apps/server/src/main.ts',
    {
      DATABASE_URL: database.url,
      DATA_DIR: join(folder, 'server'),
      SECRET_KEY: secretKey.toString('base64'),
      DEMO: '0',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    /Atalaya runs at http:\/\/[\w.]+:(\d+)/,
  );
const atalaya: Target = { name: 'Atalaya', protocol: 'atalaya', start: () => startAtalaya() };
const bareServer = (mode: 'single' | 'group'): Target => ({
  name: `bare ws + pg, ${mode === 'single' ? 'one insert per message' : 'group commit'}`,
  protocol: 'bare',
  start: () =>
    startProcess('bench/bare-server.ts', { DATABASE_URL: database.url, MODE: mode }, /ready (\d+)/),
});
const single = bareServer('single');
const group = bareServer('group');

const print = (text: string) => console.log(text);
const cell = (value: number, digits = 1) => value.toFixed(digits).padStart(9);

/** Runs a measurement several times, the targets in turn, and gives each one's medians. */
async function inTurn<Key extends string>(
  targets: Target[],
  measure: (target: Target) => Promise<Record<Key, number>>,
): Promise<Map<Target, Record<Key, number>>> {
  const results = new Map<Target, Record<Key, number>[]>(targets.map((target) => [target, []]));
  for (let run = 0; run < runs; run++) {
    for (const target of targets) results.get(target)?.push(await measure(target));
  }
  return new Map(
    [...results].map(([target, list]) => {
      const keys = Object.keys(list[0] ?? {}) as Key[];
      const medians = keys.map((key) => [key, median(list.map((result) => result[key]))]);
      return [target, Object.fromEntries(medians) as Record<Key, number>];
    }),
  );
}

try {
  print(`${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}`);
  // The bare server makes its tables when it starts.
  await (await single.start()).stop();
  if (repeated.some(wanted)) print(`\n${runs === 1 ? 'Single run' : `Medians of ${runs}`}:`);
  if (['Q-01', 'Q-02'].some(wanted)) {
    const rooms = await populate(pool, secretKey, { rooms: 100, people: 10 });
    await populateBare(pool, rooms);
    if (wanted('Q-01')) {
      print('\nQ-01  1,000 connections, 100 × 10, 10,000 messages/min: ms    p50       p99');
      const results = await inTurn([atalaya, single], (target) =>
        latency(load, target, rooms, seconds),
      );
      for (const [{ name }, { p50, p99 }] of results) {
        print(`  ${name.padEnd(48)}${cell(p50, 2)} ${cell(p99, 2)}`);
      }
    }
    if (wanted('Q-02')) {
      print('\nQ-02  same shape, most messages/s with p99 ≤ 100 ms');
      const results = await inTurn([atalaya, single, group], (target) =>
        throughput(load, target, rooms, options.quick ? 2 : 4),
      );
      for (const [{ name }, { perSecond }] of results) {
        print(`  ${name.padEnd(48)}${cell(perSecond, 0)}`);
      }
    }
  }
  if (wanted('Q-03')) {
    const rooms = await populate(pool, secretKey, { rooms: 1, people: 1_000 });
    await populateBare(pool, rooms);
    print('\nQ-03  one channel, 1,000 members, 20 messages/s   µs CPU/delivery   p99 ms');
    const results = await inTurn([atalaya, single], (target) =>
      fanOut(load, target, rooms, seconds),
    );
    for (const [{ name }, { microseconds, p99 }] of results) {
      print(`  ${name.padEnd(48)}${cell(microseconds)} ${cell(p99)}`);
    }
  }
  if (wanted('Q-04')) {
    const rooms = await populate(pool, secretKey, { rooms: 500, people: 10 });
    print('\nQ-04  5,000 idle subscribers                     kB each     CPU at rest %');
    const results = await inTurn([atalaya, single], (target) => idle(load, target, rooms));
    for (const [{ name }, { kilobytes, restCpu }] of results) {
      print(`  ${name.padEnd(48)}${cell(kilobytes)} ${cell(restCpu, 2)}`);
    }
  }
  if (wanted('Q-06')) await coldStart({ runs, print });
  if (once.some(wanted)) print('\nSingle run:');
  if (wanted('CHAT-20')) {
    const rooms = await populate(pool, secretKey, { rooms: 5, people: 10 });
    const server = await atalaya.start();
    const cuts = options.quick ? 500 : 10_000;
    const result = await load.do<DisconnectsResult>({
      kind: 'disconnects',
      port: server.port,
      rooms,
      cuts,
    });
    await server.stop();
    print(`\nCHAT-20  ${cuts.toLocaleString('en')} random disconnects, 50 readers who also write`);
    for (const [key, value] of Object.entries(result))
      print(`  ${key.padEnd(16)}${cell(value, 0)}`);
  }
  if (wanted('CHAT-27')) {
    const rooms = await populate(pool, secretKey, { rooms: 500, people: 10 });
    const result = await massReconnect(load, atalaya, rooms);
    print('\nCHAT-27  5,000 subscribers come back to a restarted server, spread over 10 s');
    for (const [key, value] of Object.entries(result)) print(`  ${key.padEnd(16)}${cell(value)}`);
  }
  if (wanted('CHAT-23')) {
    const people = options.quick ? 1_000 : 5_000;
    await presence({ pool, secretKey, load, start: startAtalaya, people, print });
  }
  if (wanted('Q-05'))
    await history({ pool, secretKey, atalaya, rows: Number(options.rows), print });
  if (wanted('CHAT-09')) {
    const rows = options.quick ? 100_000 : Number(options.rows);
    await search({ pool, secretKey, atalaya, rows, print });
  }
  if (wanted('CHAT-60')) {
    const rows = options.quick ? 100_000 : Number(options.rows);
    await analytics({ pool, secretKey, rows, print });
  }
  if (wanted('TRUST-01')) filter(options.quick ? 2_000 : 20_000, print);
  if (wanted('TRUST-41')) {
    const cases = options.quick ? 50 : 200;
    await queue({ pool, secretKey, start: startAtalaya, cases, print });
  }
} finally {
  load.stop();
  await pool.end();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}
