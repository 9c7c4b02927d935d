import { populate } from '@atalaya/api/testing/population';
import type { Pool } from 'pg';
import { readEngagement } from '../packages/api/src/insights/engagement.ts';
import { TalkDays } from '../packages/api/src/insights/talk-days.ts';
import { percentile } from './process-figures.ts';

interface Options {
  pool: Pool;
  secretKey: Buffer;
  /** Messages of the last 90 days. */
  rows: number;
  print: (text: string) => void;
}

const rooms = 100;
const reads = 20;

/** CHAT-60: what counting messages by person and day takes, the first time and every minute, and reading it. */
export async function analytics({ pool, secretKey, rows, print }: Options): Promise<void> {
  const made = await populate(pool, secretKey, { rooms, people: 10 });
  const [first] = made;
  if (!first) throw new Error('no rooms');
  const now = new Date();
  await pool.query(
    `INSERT INTO message (id, channel_id, seq, author_id, client_id, content, created_at)
     SELECT gen_random_uuid(), ($1::uuid[])[1 + n % ${rooms}], 1_000_000 + n, m.member_id, n::text,
            repeat('x', 200), $3::timestamptz - n * (interval '90 days' / $2::int)
       FROM generate_series(0, $2::int - 1) AS n
       JOIN LATERAL (SELECT ($4::uuid[])[1 + (n * 7919::bigint) % cardinality($4::uuid[])] AS member_id) AS m ON true`,
    [made.map(({ id }) => id), rows, now, made.flatMap(({ people }) => people.map(({ id }) => id))],
  );
  await pool.query('VACUUM (ANALYZE) message');
  let clock = now;
  const talkDays = new TalkDays({ pool, clock: { now: () => clock } });
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const whole = await timed(() => talkDays.rebuild());
  clock = new Date(now.getTime() + 60_000);
  const minute = await timed(() => talkDays.count());
  await pool.query('VACUUM (ANALYZE) talk_day');
  const { rows: counted } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM talk_day',
  );
  const { rows: organisations } = await pool.query<{ id: string }>(
    'SELECT organisation_id AS id FROM channel WHERE id = $1',
    [first.id],
  );
  const ctx = {
    pool,
    clock: { now: () => clock },
    actor: { organisationId: organisations[0]?.id ?? '' },
  } as unknown as Parameters<typeof readEngagement>[0];
  const times = new Float64Array(reads);
  for (let read = 0; read < reads; read++) {
    times[read] = await timed(() => readEngagement(ctx, { days: 90 }));
  }
  times.sort();
  const cell = (value: number) => value.toFixed(1).padStart(9);
  print(
    `\nCHAT-60  messages by person, channel and day: ${rows.toLocaleString('en')} messages, ms`,
  );
  print(`  counting all of 90 days ${cell(whole)}, into ${counted[0]?.count} rows`);
  print(`  counting a minute more  ${cell(minute)}`);
  print(
    `  reading 90 days         ${cell(percentile(times, 0.5))}  p95 ${cell(percentile(times, 0.95))}`,
  );
}
