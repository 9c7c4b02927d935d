import { populate } from '@atalaya/api/testing/population';
import type { Pool } from 'pg';
import type { Target } from './figures.ts';
import { percentile } from './process-figures.ts';

interface Options {
  pool: Pool;
  secretKey: Buffer;
  atalaya: Target;
  /** Messages in the table in the end. */
  rows: number;
  print: (text: string) => void;
}

/** a page of history over HTTP, at growing tables. Milliseconds as a client sees them. */
export async function history({ pool, secretKey, atalaya, rows, print }: Options): Promise<void> {
  print('\nQ-05  history page of 50, ms                        p50       p95');
  const rooms = await populate(pool, secretKey, { rooms: 20, people: 2 });
  let written = 0;
  for (const size of [rows / 100, rows / 10, rows]) {
    const each = Math.floor((size - written) / rooms.length);
    for (const room of rooms) {
      await pool.query(
        `WITH c AS (UPDATE channel SET last_seq = last_seq + $3 WHERE id = $1 RETURNING last_seq - $3 AS base)
         INSERT INTO message (id, channel_id, seq, author_id, client_id, content, mentions, created_at)
         SELECT gen_random_uuid(), $1, base + n, $2, gen_random_uuid()::text,
                'message number ' || n || ' about the tide, the lamps and the northern pier', '{}',
                now() - ($3 - n) * interval '1 second'
           FROM c, generate_series(1, $3) AS n`,
        [room.id, room.people[0]?.id, each],
      );
    }
    written = size;
    await pool.query('VACUUM (ANALYZE) message');
    const server = await atalaya.start();
    const lastSeq = (written / rooms.length) | 0;
    const times: number[] = [];
    for (let call = 0; call < 600; call++) {
      const room = rooms[call % rooms.length];
      if (!room) continue;
      const before = 1 + ((call * 7919) % lastSeq);
      const input = encodeURIComponent(
        JSON.stringify({ json: { channelId: room.id, before, limit: 50 } }),
      );
      const started = performance.now();
      const response = await fetch(
        `http://127.0.0.1:${server.port}/trpc/chat.messages.history?input=${input}`,
        { headers: { authorization: `Bearer ${room.people[0]?.token}` } },
      );
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`history answered ${response.status}`);
      if (call >= 100) times.push(performance.now() - started);
    }
    await server.stop();
    const sorted = Float64Array.from(times).sort();
    const [p50, p95] = [percentile(sorted, 0.5), percentile(sorted, 0.95)];
    print(
      `  at ${written.toLocaleString('en')} messages`.padEnd(50) +
        `${p50.toFixed(2).padStart(9)} ${p95.toFixed(2).padStart(9)}`,
    );
  }
}
