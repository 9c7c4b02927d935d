import { systemRuntime } from '@atalaya/client';
import { expect, it } from 'vitest';
import { Program } from '../testing/program.ts';
import { freePort } from '../testing/redis.ts';
import { aPopulatedDatabase, Person } from './crowd.ts';

it('CHAT-27: 300 subscribers of a killed server come back apart from each other, and resume without loss', async () => {
  let isKilled = false;
  await using database = await aPopulatedDatabase({ rooms: 3, people: 100 });
  const { url: DATABASE_URL, secretKey: SECRET_KEY, rooms, pool } = database;
  const killed = { PORT: String(await freePort()), DATABASE_URL, SECRET_KEY };
  await using first = new Program(killed);
  await using other = new Program({ DATABASE_URL, SECRET_KEY });
  const [url, otherUrl] = await Promise.all([first.url(), other.url()]);
  const tries = new Map<Person, number>();
  const people = rooms.flatMap((room) =>
    room.people.map((_, seat) => {
      const person: Person = new Person(url, room, seat, {
        ...systemRuntime,
        after: (ms, run) => {
          if (isKilled && ms >= 200 && ms <= 1_000 && !tries.has(person)) tries.set(person, ms);
          return systemRuntime.after(ms, run);
        },
      });
      return person;
    }),
  );
  await Promise.all(people.map((person) => person.ready()));
  isKilled = true;
  await first.stop('SIGKILL');

  // Meanwhile more is said in each room than one page of what was missed holds.
  const writers = rooms.flatMap((room) =>
    room.people.slice(0, 25).map((_, seat) => new Person(otherUrl, room, seat)),
  );
  const written = writers.flatMap((writer) =>
    Array.from({ length: 10 }, (_, n) => writer.write(`message ${n}`)),
  );
  await Promise.all(written);
  for (const writer of writers) writer.close();
  const { rows } = await pool.query<{ room: string; seqs: number[] }>(
    'SELECT channel_id AS room, array_agg(seq ORDER BY seq) AS seqs FROM message GROUP BY 1',
  );
  const kept = new Map(rows.map(({ room, seqs }) => [room, seqs]));

  await using second = new Program(killed);
  await second.url();
  const up = performance.now();
  const backAfter = await Promise.all(
    people.map(async (person) => {
      await person.hasHeard(kept.get(person.room)?.at(-1) ?? 0);
      return performance.now() - up;
    }),
  );
  for (const person of people) {
    expect(person.heard).toHaveLength(250);
    expect(person.heard).toEqual(kept.get(person.room));
    person.close();
  }
  expect(Math.max(...backAfter)).toBeLessThan(30_000);
  // No wave of all at once: each waits a time of its own, within the first second already.
  const waves = Map.groupBy(tries.values(), (ms) => Math.floor(ms / 100));
  expect(tries.size).toBe(300);
  expect(Math.max(...[...waves.values()].map(({ length }) => length))).toBeLessThan(100);
}, 90_000);
