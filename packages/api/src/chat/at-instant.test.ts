import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { atOrAfter } from './at-instant.ts';
import { aChannel, answer, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
/** Filled with many messages. */
let channelId: string;
const minute = 60_000;
/** When the filled channel's first message was written. */
const begin = Date.UTC(2026, 0, 1);
const count = 20_000;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
  channelId = await filled();
});
afterAll(() => world.close());

const at = (channelId: string, time: number | Date) =>
  ana.caller.chat.messages.at({ channelId, at: new Date(time) });

/**
 * A channel with a message a minute; of the numbers every third is another event's, and of the messages
 * some hundreds in a row are replies that only their thread shows.
 */
async function filled(): Promise<string> {
  const { id } = await aChannel(ana);
  await world.services.pool.query(
    `INSERT INTO message (id, channel_id, seq, author_id, client_id, content, created_at, in_channel)
     SELECT gen_random_uuid(), $1, n, $2, 'f' || n, 'x',
            to_timestamp($3::float8 / 1000) + n * interval '1 minute', n NOT BETWEEN 7000 AND 7400
       FROM generate_series(1, $4::int) AS n WHERE n % 3 <> 0`,
    [id, ana.person.id, begin, count],
  );
  await world.services.pool.query(
    'UPDATE channel SET last_seq = GREATEST(last_seq, $2) WHERE id = $1',
    [id, count],
  );
  return id;
}

describe('going to a date', () => {
  it('CHAT-11: the first message from an instant on, and none after the last', async () => {
    const { id: channelId } = await aChannel(ana);
    expect(await at(channelId, 0)).toBeNull();
    const first = await say(ana.caller, channelId, 'uno');
    world.clock.advance({ minutes: 3 });
    const second = await say(ana.caller, channelId, 'dos');
    const found = ({ seq, createdAt }: typeof first) => ({ seq, createdAt });
    expect(await at(channelId, 0)).toEqual(found(first));
    expect(await at(channelId, first.createdAt)).toEqual(found(first));
    expect(await at(channelId, first.createdAt.getTime() + 1)).toEqual(found(second));
    expect(await at(channelId, second.createdAt)).toEqual(found(second));
    expect(await at(channelId, second.createdAt.getTime() + 1)).toBeNull();
  });

  it('CHAT-11: gaps in the numbers and replies in their thread alone are stepped over', async () => {
    const shown = (n: number) => n % 3 !== 0 && (n < 7000 || n > 7400);
    const minutes = [0, 1, 2, 3, 4, 6998, 6999, 7000, 7200, 7401, 12_345, count - 2, count - 1];
    const any = Array.from({ length: 40 }, (_, index) => (index * 7919) % count);
    for (const n of [...minutes, ...any]) {
      let next = Math.max(1, n);
      while (!shown(next)) next += 1;
      const expected = next <= count ? next : null;
      expect((await at(channelId, begin + n * minute))?.seq ?? null, `${n}`).toBe(expected);
    }
    expect(await at(channelId, begin + (count + 1) * minute)).toBeNull();
  });

  it('CHAT-11: is found by a few looks into the index, however many messages there are', async () => {
    await world.services.pool.query('ANALYZE message');
    const { rows } = await world.services.pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${atOrAfter}`,
      [channelId, begin + 12_345 * minute],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('message_channel_id_seq_key');
    expect(plan).not.toMatch(/Seq Scan on message|Sort/);
    const looks = [...plan.matchAll(/loops=(\d+)/g)].map(([, loops]) => Number(loops));
    // Twenty thousand are halved fifteen times.
    expect(Math.max(...looks)).toBeLessThan(20);
  });

  it('CHAT-11: a reply that only its thread shows is not gone to', async () => {
    const { id: channelId } = await aChannel(ana);
    const root = await say(ana.caller, channelId, 'raíz');
    world.clock.advance({ minutes: 1 });
    const reply = await answer(ana.caller, root, 'solo en el hilo');
    world.clock.advance({ minutes: 1 });
    const next = await say(ana.caller, channelId, 'después');
    expect((await at(channelId, reply.createdAt))?.seq).toBe(next.seq);
  });

  it('CHAT-11: a date that the database does not hold is refused by its name', async () => {
    const { id: channelId } = await aChannel(ana);
    const first = await say(ana.caller, channelId, 'uno');
    for (const far of ['+270000-01-01T00:00:00Z', '-005000-01-01T00:00:00Z']) {
      await expect(at(channelId, Date.parse(far))).rejects.toMatchObject({
        message: 'error.invalidInput.date',
        cause: { details: { field: 'at' } },
      });
      const search = ana.caller.chat.search({ query: 'uno', from: new Date(far) });
      expect(await refusalOf(search)).toBe('error.invalidInput.date');
    }
    expect((await at(channelId, Date.UTC(1, 0, 1)))?.seq).toBe(first.seq);
    expect(await at(channelId, Date.UTC(9999, 11, 31))).toBeNull();
  });

  it('CHAT-11: only where one may read', async () => {
    const [owner, stranger] = await Promise.all([
      callerAs(world, 'member', ana.organisation),
      callerAs(world, 'member'),
    ]);
    const secret = await owner.caller.chat.channels.create({ name: 'x', type: 'private' });
    const open = await aChannel(owner);
    await say(owner.caller, open.id, 'hola');
    expect(await refusalOf(at(secret.id, 0))).toBe('error.notFound.channel');
    expect(await at(open.id, 0)).not.toBeNull();
    const foreign = stranger.caller.chat.messages.at({ channelId: open.id, at: new Date(0) });
    expect(await refusalOf(foreign)).toBe('error.notFound.channel');
  });
});
