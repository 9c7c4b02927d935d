import { createServer } from 'node:net';
import { expect, inject, test } from 'vitest';
import { connect } from './connect.ts';
import { DatabaseSetupError } from './errors.ts';
import { createTestDatabase, startTestCluster } from './testing.ts';
import { waitForDatabase } from './wait.ts';

test('Q-06: Prisma and plain queries share one pool that closes', async () => {
  const { prisma, pool, close } = connect({ url: inject('clusterUrl'), poolSize: 3 });
  expect(await prisma.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  expect(
    (await pool.query({ name: 'two', text: 'SELECT $1::int AS two', values: [2] })).rows,
  ).toEqual([{ two: 2 }]);
  expect(pool.totalCount).toBeLessThanOrEqual(3);
  await Promise.all([close(), close()]);
  await expect(pool.query('SELECT 1')).rejects.toThrow();
});

test('OPS-04: what a transaction asks at once is asked in turn; one refusal does not hold up the rest', async () => {
  const database = await createTestDatabase(inject('clusterUrl'));
  const { prisma, pool, close } = connect({ url: database.url, poolSize: 1 });
  let asking = 0;
  let most = 0;
  pool.once('acquire', (client) => {
    const query = client.query.bind(client) as (
      ...given: unknown[]
    ) => Promise<unknown> | undefined;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        most = Math.max(most, ++asking);
        const answer = query(...given);
        const done = () => asking--;
        answer?.then(done, done);
        return answer;
      },
    });
  });
  const found = await prisma.$transaction(async (tx) => {
    const { id } = await tx.organisation.create({ data: { name: 'Faro', slug: 'faro' } });
    return tx.organisation.findUnique({
      where: { id },
      select: { members: true, channels: true, settings: true },
    });
  });
  expect(found).toEqual({ members: [], channels: [], settings: [] });
  expect(most).toBe(1);
  const refused = prisma.$transaction((tx) =>
    Promise.all([tx.$queryRaw`SELECT 1 / 0`, tx.$queryRaw`SELECT 1`]),
  );
  await expect(refused).rejects.toThrow(/division by zero/);
  expect(await prisma.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  await close();
  await database.drop();
});

test('OPS-04: waiting for a database that is not there yet is told in one line and ends when it answers', async () => {
  const cluster = await startTestCluster();
  try {
    // A door that stays shut for a while, on the way to the real one.
    const target = new URL(cluster.url);
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const door = new URL(cluster.url);
    door.port = String(port);
    const { connect: dial } = await import('node:net');
    const proxy = createServer((socket) => {
      const onward = dial(Number(target.port), '127.0.0.1');
      socket
        .on('error', () => onward.destroy())
        .pipe(onward)
        .on('error', () => socket.destroy())
        .pipe(socket);
    });
    setTimeout(() => proxy.listen(port, '127.0.0.1'), 500);
    const lines: string[] = [];
    const reasons: string[] = [];
    await waitForDatabase(door.href, {
      log: (line) => lines.push(line),
      onWaiting: (reason) => reasons.push(reason),
    });
    proxy.close();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`127.0.0.1:${port}`);
    expect(lines.join()).not.toContain(target.password);
    expect(reasons).toHaveLength(1);
  } finally {
    await cluster.stop();
  }
});

test('OPS-04: waiting ends at once for what waiting does not cure, and when it is called off', async () => {
  const wrong = new URL(inject('clusterUrl'));
  wrong.password = 'wrong';
  await expect(waitForDatabase(wrong.href)).rejects.toThrow('user name or password');
  const absent = new URL(inject('clusterUrl'));
  absent.pathname = '/absent';
  await expect(waitForDatabase(absent.href)).rejects.toThrow('does not exist');
  await expect(waitForDatabase('mysql://here')).rejects.toBeInstanceOf(DatabaseSetupError);
  await expect(
    waitForDatabase('postgresql://a:b@127.0.0.1:1/x', { signal: AbortSignal.timeout(300) }),
  ).rejects.toMatchObject({ name: 'TimeoutError' });
});
