import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { expect, test, vi } from 'vitest';
import { Program } from '../testing/program.ts';
import { startPushService } from '../testing/push-service.ts';
import { aPopulatedDatabase, Person } from './crowd.ts';

const headOf = (mail: string, name: string) =>
  new RegExp(`^${name}: (.+)$`, 'im').exec(mail)?.[1]?.trim();

/** A mail server that holds the first mail and takes the others; counts what it took. */
async function holdingMailServer() {
  const held = Promise.withResolvers<string>();
  const taken: string[] = [];
  let first = true;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void text(stream).then((mail) => {
        if (first) {
          first = false;
          return held.resolve(mail);
        }
        taken.push(mail);
        done();
      });
    },
  });
  // Whoever is killed while it speaks does not end its connection nicely.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    held: held.promise,
    taken,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test('CHAT-51, CHAT-50: the worker is killed while it sends; each person has each notice, mail and push once', async () => {
  await using mails = await holdingMailServer();
  const pushHeld = Promise.withResolvers<void>();
  const taken: string[] = [];
  await using browser = await startPushService(({ payload }, response) => {
    if (browser.pushed.length === 1) return pushHeld.resolve();
    taken.push(payload.id);
    response.writeHead(201).end();
  });
  await using database = await aPopulatedDatabase({ rooms: 1, people: 3 });
  const [room] = database.rooms;
  const [, ben, eva] = room?.people ?? [];
  if (!room || !ben || !eva) throw new Error('nobody is there');
  await wantEverything(database.pool, { ...ben, username: 'ben' }, browser.target);
  await wantEverything(database.pool, { ...eva, username: 'eva' }, null);
  const environment = {
    DATABASE_URL: database.url,
    SECRET_KEY: database.secretKey,
    SMTP_URL: mails.url,
    PUSH_PRIVATE: '1',
  };
  await using first = new Program(environment);
  const ana = new Person(await first.url(), room, 0);
  await ana.ready();
  await ana.write('hola @ben y @eva');
  const [held] = await Promise.all([mails.held, pushHeld.promise]);
  await first.stop('SIGKILL');
  ana.close();

  await using second = new Program(environment);
  await second.url();
  await vi.waitFor(
    () => {
      expect(mails.taken).toHaveLength(2);
      expect(taken).toHaveLength(1);
    },
    { timeout: 100_000, interval: 100 },
  );
  const addresses = mails.taken.map((mail) => headOf(mail, 'To'));
  expect(addresses.sort()).toEqual([ben.id, eva.id].map((id) => `${id}@bench.example`).sort());
  const names = mails.taken.map((mail) => headOf(mail, 'Message-ID'));
  expect(new Set(names).size).toBe(2);
  // Who had the first one all the same is not told twice: it is the same mail, and the same push.
  const again = mails.taken.find((mail) => headOf(mail, 'To') === headOf(held, 'To')) ?? '';
  expect(headOf(held, 'Message-ID')).toMatch(/^<.+@.+>$/);
  expect(headOf(again, 'Message-ID')).toBe(headOf(held, 'Message-ID'));
  const [heldPush, pushedAgain] = browser.pushed;
  expect(pushedAgain?.payload.id).toBe(heldPush?.payload.id);
  expect(pushedAgain?.headers['topic']).toBe(heldPush?.headers['topic']);
  const { rows } = await database.pool.query(
    'SELECT member_id, count(*)::int AS n FROM notification GROUP BY 1',
  );
  expect(rows.map(({ n }) => n)).toEqual([1, 1]);
  await vi.waitFor(
    async () => {
      const { rows: open } = await database.pool.query(
        // What is planned for the next hour is not about these notices.
        `SELECT name FROM jobs.job
          WHERE state IN ('created', 'retry', 'active') AND start_after <= now() + interval '5 minutes'`,
      );
      expect(open).toEqual([]);
    },
    { timeout: 30_000, interval: 100 },
  );
  expect([mails.taken.length, taken.length]).toEqual([2, 1]);
}, 180_000);

/** The person wants mails without delay, and pushes in a browser if there is one. */
async function wantEverything(
  pool: Awaited<ReturnType<typeof aPopulatedDatabase>>['pool'],
  { id: memberId, username }: { id: string; username: string },
  target: { endpoint: string; p256dh: string; auth: string } | null,
) {
  await pool.query('UPDATE member SET email_verified_at = now(), username = $2 WHERE id = $1', [
    memberId,
    username,
  ]);
  await pool.query(
    'INSERT INTO notification_preference (member_id, mail_after_minutes) VALUES ($1, 0)',
    [memberId],
  );
  if (!target) return;
  const sessionId = randomUUID();
  await pool.query(
    `INSERT INTO session (id, member_id, organisation_id, ip, user_agent, expires_at)
     SELECT $1, id, organisation_id, '127.0.0.1', 'test', now() + interval '1 day'
       FROM member WHERE id = $2`,
    [sessionId, memberId],
  );
  await pool.query(
    `INSERT INTO push_subscription (id, member_id, session_id, endpoint, p256dh, auth)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [randomUUID(), memberId, sessionId, target.endpoint, target.p256dh, target.auth],
  );
}
