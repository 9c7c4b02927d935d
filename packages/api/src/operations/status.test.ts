import { connect } from '@atalaya/db';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  callerAs,
  callerAsNobody,
  contextFor,
  createWorld,
  refusalOf,
  type World,
} from '../testing/index.ts';
import { shapeOf } from './database.ts';
import type { DatabaseStatus } from './schemas.ts';
import { healthOf, readStatus } from './status.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('OPS-30: system.health is open and says version and time', async () => {
  const health = await callerAsNobody(world.services).system.health();
  expect(health).toEqual({ status: 'ok', version: '0.0.0', time: world.clock.now() });
});

test('OPS-30: a query that takes long is shown to staff, without what people wrote', async () => {
  const { caller } = await callerAs(world, 'auditor');
  const other = connect({ url: world.databaseUrl });
  const slow = other.pool
    .query(`SELECT pg_sleep(3), 'ana@faro.example' AS secret, 4711`)
    .catch(() => {});
  await vi.waitFor(
    async () => {
      const { database } = await caller.system.status();
      expect(database?.slowQueries).toMatchObject([
        { query: 'SELECT pg_sleep(?), ? AS secret, ?', state: 'active' },
      ]);
    },
    { timeout: 2_800, interval: 100 },
  );
  await world.services.pool.query(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(3)%'`,
  );
  await slow;
  await other.close();
});

test('OPS-30: the status is told also while the database is down', async () => {
  const gone = connect({ url: 'postgresql://nobody:nothing@127.0.0.1:9/gone' });
  const status = await readStatus(contextFor({ ...world.services, pool: gone.pool }, {}));
  await gone.close();
  expect(status.database).toBeNull();
  expect(status.health).toContainEqual({
    domain: 'database',
    status: 'down',
    reasonKey: 'system.health.noAnswer',
  });
});

test('OPS-30: a member is refused the status and the secrets', async () => {
  const { caller } = await callerAs(world, 'member');
  expect(await refusalOf(caller.system.status())).toBe('error.forbidden.permission');
  expect(await refusalOf(caller.system.secrets())).toBe('error.forbidden.permission');
});

test('OPS-04: only who may change settings sees the state of the secrets', async () => {
  const { caller: admin } = await callerAs(world, 'admin');
  expect(await refusalOf(admin.system.secrets())).toBe('error.forbidden.permission');
  const { caller: superadmin } = await callerAs(world, 'superadmin');
  expect(await superadmin.system.secrets()).toEqual([]);
});

test.each([
  [`SELECT 'it''s', 5 FROM t1 WHERE a = $1`, `SELECT ?, ? FROM t1 WHERE a = $1`],
  [`SELECT E'a\\'b' , 1.5`, `SELECT ? , ?`],
  ['SELECT $x$secret$x$', 'SELECT ?'],
  [`SELECT 'cut off in the mid`, 'SELECT ?'],
])('OPS-30: literals of a query are not shown: %s', (query, shape) => {
  expect(shapeOf(query)).toBe(shape);
});

test('OPS-30: what each sign means for a domain', () => {
  const database: DatabaseStatus = {
    version: '18.4',
    sizeBytes: 1,
    connections: { active: 1, idle: 1, limit: 100 },
    pool: { total: 1, idle: 1, waiting: 0 },
    cacheHitRatio: null,
    slowQueries: [],
  };
  const well = { database, queueDepth: 0, busConnected: true, mailConfigured: true };
  expect(healthOf(well).every(({ status }) => status === 'ok')).toBe(true);
  const crowded = { ...database, connections: { active: 95, idle: 0, limit: 100 } };
  const status = (signs: Partial<typeof well>) =>
    healthOf({ ...well, ...signs })
      .filter((health) => health.status !== 'ok')
      .map((health) => `${health.domain} ${health.status}`);
  expect(status({ database: crowded })).toEqual(['database degraded']);
  expect(status({ busConnected: false })).toEqual(['bus degraded', 'live degraded']);
  expect(status({ queueDepth: 5_000 })).toEqual(['jobs degraded']);
  expect(status({ mailConfigured: false })).toEqual(['mail degraded']);
});
