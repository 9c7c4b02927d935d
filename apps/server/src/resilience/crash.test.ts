import { expect, it } from 'vitest';
import { Program } from '../testing/program.ts';
import { freePort } from '../testing/redis.ts';
import { aPopulatedDatabase, Person } from './crowd.ts';

it('Q-10, CHAT-20: the server is killed while 100 people write; nothing acknowledged is lost, everyone sees everything once and in order', async () => {
  await using database = await aPopulatedDatabase({ rooms: 10, people: 10 });
  const PORT = String(await freePort());
  const environment = { PORT, DATABASE_URL: database.url, SECRET_KEY: database.secretKey };
  await using first = new Program(environment);
  const url = await first.url();
  const people = database.rooms.flatMap((room) =>
    room.people.map((_, seat) => new Person(url, room, seat)),
  );
  await Promise.all(people.map((person) => person.ready()));

  const each = 12;
  const acknowledged = { count: 0 };
  const half = Promise.withResolvers<void>();
  const writing = people.map(async (person) => {
    for (let n = 0; n < each; n++) {
      await person.write(`message ${n}`);
      acknowledged.count++;
      if (acknowledged.count === (people.length * each) / 2) half.resolve();
    }
  });
  await half.promise;
  await first.stop('SIGKILL');
  await using second = new Program(environment);
  await second.url();
  await Promise.all(writing);

  const { rows } = await database.pool.query<{ room: string; seqs: number[] }>(
    'SELECT channel_id AS room, array_agg(seq ORDER BY seq) AS seqs FROM message GROUP BY 1',
  );
  const kept = new Map(rows.map(({ room, seqs }) => [room, seqs]));
  for (const person of people) {
    const seqs = kept.get(person.room) ?? [];
    expect(seqs).toHaveLength(10 * each);
    expect(seqs).toEqual(expect.arrayContaining(person.acknowledged));
    await person.hasHeard(seqs.at(-1) ?? 0);
    expect(person.heard).toEqual(seqs);
  }
  for (const person of people) person.close();
}, 60_000);
