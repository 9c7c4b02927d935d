import { populate, type Room } from '@atalaya/api/testing/population';
import type { Pool } from 'pg';
import { SearchIndex } from '../packages/api/src/chat/search-index.ts';
import { Lexicon } from '../packages/api/src/chat/search-words.ts';
import type { Target } from './figures.ts';
import { percentile } from './process-figures.ts';

interface Options {
  pool: Pool;
  secretKey: Buffer;
  atalaya: Target;
  /** Messages in the index in the end. */
  rows: number;
  print: (text: string) => void;
}

const rooms = 60;
const words = 20_000;
const wordsEach = 12;
/** Searches of each kind, each for other words. */
const calls = 100;

/** Numbers that are the same in every run. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const roll = dice(20_261_121);
const pick = (from: number, to: number) => from + Math.floor(roll() * (to - from));

const syllables =
  'ba be bo ca co cu da de do fa fe ga go la le lo ma me mo na no pa pe ra re ro sa se ta to'.split(
    ' ',
  );
const vocabulary = Array.from({ length: words }, (_, index) => {
  let word = '';
  for (let left = index + 900; left > 0; left = Math.floor(left / syllables.length)) {
    word = `${syllables[left % syllables.length]}${word}`;
  }
  return index % 7 === 0 ? `${word}ción` : word;
});
/** The n-th word of the language is as frequent as 1/n: as people talk. */
const spoken = () => vocabulary[Math.floor((words + 1) ** roll()) - 1] ?? '';
const word = (from: number, to: number) => vocabulary[pick(from, to)] ?? '';

/** CHAT-09: searches over HTTP, as a client sees them, and what filling the index takes. */
export async function search({ pool, secretKey, atalaya, rows, print }: Options): Promise<void> {
  const made = await populate(pool, secretKey, { rooms, people: 10 });
  await write(pool, made, rows);
  const started = performance.now();
  const lexicon = new Lexicon({ pool });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  await new SearchIndex({ pool, lexicon, log: log as never }).catchUp();
  const each = ((performance.now() - started) / rows) * 1000;
  await pool.query('VACUUM (ANALYZE) message, message_search');
  const { rows: sizes } = await pool.query<{ table: string; index: string }>(
    `SELECT pg_size_pretty(pg_table_size('message_search')) AS table,
            pg_size_pretty(pg_relation_size('message_search_words_idx')) AS index`,
  );
  print(
    `\nCHAT-09  search in ${rows.toLocaleString('en')} messages, ms`.padEnd(51) +
      '      p50       p95',
  );
  print(
    `  filling the index: ${each.toFixed(0)} µs a message; ${sizes[0]?.table} and ${sizes[0]?.index}`,
  );

  const [first, , small] = made;
  if (!first || !small) throw new Error('no rooms');
  const everywhere = first.people[0];
  const somewhere = small.people[0];
  const nowhere = small.people[1];
  await join(pool, made, everywhere?.id);
  await join(pool, made.slice(-5), somewhere?.id);
  await join(pool, made.slice(20), nowhere?.id);
  const author = () => first.people[pick(0, 10)]?.id;
  const kinds: [name: string, token: string | undefined, () => object][] = [
    ['a rare word', everywhere?.token, () => ({ query: word(8_000, words) })],
    ['an ordinary word', everywhere?.token, () => ({ query: word(200, 2_000) })],
    ['a frequent word', everywhere?.token, () => ({ query: word(0, 20) })],
    ['no such word', everywhere?.token, () => ({ query: `${word(0, 500)}x ` })],
    [
      'a frequent and an ordinary word',
      everywhere?.token,
      () => ({ query: `${word(0, 20)} ${word(200, 2_000)} ` }),
    ],
    [
      'two ordinary words',
      everywhere?.token,
      () => ({ query: `${word(200, 2_000)} ${word(200, 2_000)} ` }),
    ],
    ['a phrase', everywhere?.token, () => ({ query: `"${word(0, 50)} ${word(0, 50)}"` })],
    ['a begun word', everywhere?.token, () => ({ query: word(0, words).slice(0, 4) })],
    [
      'a frequent word without another',
      everywhere?.token,
      () => ({ query: `${word(0, 20)} -${word(0, 20)}` }),
    ],
    [
      'a frequent word of one author',
      everywhere?.token,
      () => ({ query: word(0, 20), authorId: author() }),
    ],
    ['an author', everywhere?.token, () => ({ query: '', authorId: author() })],
    [
      'a frequent word in one channel',
      everywhere?.token,
      () => ({ query: word(0, 20), channelId: made[pick(0, rooms)]?.id }),
    ],
    [
      'an ordinary word in one channel',
      everywhere?.token,
      () => ({ query: word(200, 2_000), channelId: made[pick(0, rooms)]?.id }),
    ],
    [
      'a frequent word in two thirds of the channels',
      nowhere?.token,
      () => ({ query: word(0, 20) }),
    ],
    ['a frequent word in five small channels', somewhere?.token, () => ({ query: word(0, 20) })],
    [
      'an ordinary word in five small channels',
      somewhere?.token,
      () => ({ query: word(200, 2_000) }),
    ],
    [
      'a frequent word in the first month',
      everywhere?.token,
      () => ({ query: word(0, 20), to: month(rows) }),
    ],
    [
      'an ordinary word by relevance',
      everywhere?.token,
      () => ({ query: word(200, 2_000), sort: 'relevance' }),
    ],
    [
      'a frequent word by relevance',
      everywhere?.token,
      () => ({ query: word(0, 20), sort: 'relevance' }),
    ],
  ];
  const server = await atalaya.start();
  const all: number[] = [];
  for (const [name, token, input] of kinds) {
    const times: number[] = [];
    let found = 0;
    for (let call = -10; call < calls; call++) {
      const at = performance.now();
      found += await ask(server.port, token, input());
      if (call >= 0) times.push(performance.now() - at);
    }
    all.push(...times);
    line(print, `${name} (${Math.round(found / (calls + 10))})`, times);
  }
  line(print, 'all', all);
  await server.stop();
}

function line(print: (text: string) => void, name: string, times: number[]): void {
  const sorted = Float64Array.from(times).sort();
  const cells = [0.5, 0.95].map((share) => percentile(sorted, share).toFixed(1).padStart(9));
  print(`  ${name.padEnd(48)}${cells.join(' ')}`);
}

/** Seconds between two messages of all channels. */
const apart = 20;
const begin = Date.now() - 1_000;
const month = (rows: number) => new Date(begin - (rows - 130_000) * apart * 1_000);

async function ask(port: number, token: string | undefined, input: object): Promise<number> {
  const { to } = input as { to?: Date };
  const wire = to ? { json: input, meta: { values: { to: ['Date'] } } } : { json: input };
  const response = await fetch(
    `http://127.0.0.1:${port}/trpc/chat.search?input=${encodeURIComponent(JSON.stringify(wire))}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  const body = (await response.json()) as { result?: { data: { json: { items: unknown[] } } } };
  if (!body.result) throw new Error(`search answered ${response.status} ${JSON.stringify(body)}`);
  return body.result.data.json.items.length;
}

/** Messages over half a year and more; the first channels have the most. */
async function write(pool: Pool, made: Room[], rows: number): Promise<void> {
  const portion = 5_000;
  const seqs = made.map(() => 0);
  for (let at = 0; at < rows; at += portion) {
    const channels: string[] = [];
    const numbers: number[] = [];
    const authors: string[] = [];
    const texts: string[] = [];
    for (let n = 0; n < portion; n++) {
      const room = Math.floor(roll() ** 2 * rooms);
      channels.push(made[room]?.id ?? '');
      seqs[room] = (seqs[room] ?? 0) + 1;
      numbers.push(seqs[room] ?? 0);
      authors.push(made[room]?.people[pick(0, 10)]?.id ?? '');
      texts.push(Array.from({ length: wordsEach }, spoken).join(' '));
    }
    await pool.query(
      `INSERT INTO message (id, channel_id, seq, author_id, client_id, content, mentions, created_at)
       SELECT gen_random_uuid(), c, s, a, $7 || '-' || n, t, '{}', $5::timestamptz - ($6::int - $7::int - n) * interval '${apart} seconds'
         FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[]) WITH ORDINALITY AS m(c, s, a, t, n)`,
      [channels, numbers, authors, texts, new Date(begin), rows, at],
    );
  }
  await pool.query(
    `UPDATE channel SET last_seq = seq, last_message_at = now() FROM unnest($1::uuid[], $2::int[]) AS s(channel_id, seq)
      WHERE id = channel_id`,
    [made.map(({ id }) => id), seqs],
  );
}

async function join(pool: Pool, made: Room[], memberId: string | undefined): Promise<void> {
  await pool.query(
    `INSERT INTO channel_member (channel_id, member_id) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING`,
    [made.map(({ id }) => id), memberId],
  );
}
