import { startProxy } from '@atalaya/client/testing';
import { expect, it } from 'vitest';
import { startServer } from '../serve.ts';
import { testConfig } from '../testing/config.ts';
import { aPopulatedDatabase, Person } from './crowd.ts';

it('CHAT-20, CHAT-24: 500 random disconnects while people write: each message once, in order', async () => {
  await using database = await aPopulatedDatabase({ rooms: 2, people: 10 });
  const { url: databaseUrl, secretKey } = database;
  const server = await startServer(testConfig({ databaseUrl, secretKey }), { webFolder: null });
  const proxy = await startProxy(`http://127.0.0.1:${server.port}`);
  const people = database.rooms.flatMap((room) =>
    room.people.map((_, seat) => new Person(proxy.url, room, seat)),
  );
  await Promise.all(people.map((person) => person.ready()));

  const sends: Promise<void>[] = [];
  let acknowledged = Promise.withResolvers<void>();
  let cut = 0;
  for (let n = 0; cut < 500; n++) {
    const writer = people[n % people.length];
    if (!writer) continue;
    const sent = writer.write(`message ${n}`).then(() => acknowledged.resolve());
    sends.push(sent);
    // Someone's message gets through before the next line is cut.
    await acknowledged.promise;
    acknowledged = Promise.withResolvers();
    let cutOne = false;
    cut += proxy.sever(() => {
      if (cutOne || Math.random() < 0.5) return false;
      cutOne = true;
      return true;
    });
  }
  await Promise.all(sends);

  for (const person of people) {
    const { rows } = await database.pool.query<{ seq: number }>(
      'SELECT seq FROM message WHERE channel_id = $1 ORDER BY seq',
      [person.room],
    );
    const seqs = rows.map(({ seq }) => seq);
    await person.hasHeard(seqs.at(-1) ?? 0);
    expect(person.heard).toEqual(seqs);
  }
  const { rows } = await database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM message',
  );
  expect(rows[0]?.count).toBe(sends.length);
  for (const person of people) person.close();
  await proxy.close();
  await server.stop();
}, 60_000);
