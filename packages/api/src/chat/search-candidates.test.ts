import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAs, createWorld, type World } from '../testing/index.ts';
import { findCandidates, type SearchBounds, type SearchScope } from './search-candidates.ts';
import { SearchIndex } from './search-index.ts';
import { aChannel } from './testing.ts';

const count = 3_000;
const windowSize = 100;

let world: World;
let channels: { id: string }[];
let people: { id: string }[];
/** What every message says, the oldest first. */
const said: { id: string; content: string; channel: number; author: number; at: Date }[] = [];

beforeAll(async () => {
  world = await createWorld();
  const owner = await callerAs(world, 'member');
  const other = await callerAs(world, 'member', owner.organisation);
  people = [owner.person, other.person];
  channels = [];
  for (let n = 0; n < 12; n++) channels.push(await aChannel(owner, [other]));
  // In an order that looks like chance and is the same every time.
  let state = 7;
  const die = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  const begin = world.clock.now().getTime() - count * 60_000;
  for (let n = 0; n < count; n++) {
    const words = ['siempre', ...(die(3) === 0 ? ['frecuente'] : []), `n${die(500)}`];
    // What everybody said long ago and nobody says now.
    if (n < 1_200 && die(2) === 0) words.push('antiguo');
    if (n === 40) words.push('unico');
    const at = new Date(begin + n * 60_000);
    said.push({ id: uuidv7(), content: words.join(' '), channel: die(12), author: die(2), at });
  }
  const { pool, log } = world.services;
  await pool.query('UPDATE channel SET last_seq = 100000');
  await pool.query(
    `INSERT INTO message (id, channel_id, seq, author_id, client_id, content, created_at)
     SELECT id, channel, 10 + n, author, n::text, content, at
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
            WITH ORDINALITY AS m(id, channel, author, content, at, n)`,
    [
      said.map(({ id }) => id),
      said.map(({ channel }) => channels[channel]?.id),
      said.map(({ author }) => people[author]?.id),
      said.map(({ content }) => content),
      said.map(({ at }) => at),
    ],
  );
  await pool.query('TRUNCATE search_window');
  const { lexicon } = world.services;
  await world.services.searchIndex.stop();
  await new SearchIndex({ pool, log, lexicon }, windowSize).catchUp();
}, 60_000);
afterAll(() => world.close());

/** A few rows are many here, so that every way of searching is taken. */
const small: SearchBounds = { fewEntries: 0, mostRows: 50, budgetMs: 60_000 };

const scopeOf = (words: string | null, more: Partial<SearchScope> = {}): SearchScope => ({
  viewerId: people[0]?.id ?? '',
  channelIds: channels.map(({ id }) => id),
  entries: 1_000_000,
  words,
  labels: null,
  hasFile: false,
  withBlocked: false,
  from: null,
  to: null,
  after: null,
  ...more,
});

const expected = (has: (one: (typeof said)[number]) => boolean, most: number) =>
  said
    .filter(has)
    .toReversed()
    .slice(0, most)
    .map(({ id }) => id);

async function found(scope: SearchScope, most: number, bounds = small): Promise<string[]> {
  const { found: list, stoppedAt } = await findCandidates(world.services.pool, scope, most, bounds);
  expect(stoppedAt).toBeNull();
  return list.map(({ id }) => id);
}
const says = (word: string) => (one: { content: string }) => one.content.split(' ').includes(word);

test('CHAT-09: frequent, rare and forgotten words give the newest messages, as reading all would', async () => {
  const { rows } = await world.services.pool.query('SELECT count(*)::int AS n FROM search_window');
  expect(rows[0]?.n).toBeGreaterThan(25);
  for (const [stem, word] of [
    ['siempr', 'siempre'],
    ['frecuent', 'frecuente'],
    ['antigu', 'antiguo'],
    ['unic', 'unico'],
    ['n7', 'n7'],
    ['nadie', 'nadie'],
  ] as const) {
    for (const most of [5, 200]) {
      const result = await found(scopeOf(`'${stem}'`), most);
      expect(result, `${word}, ${most}`).toEqual(expected(says(word), most));
    }
  }
});

test('CHAT-09: so do filters, in few channels and in many, and the pages after the first', async () => {
  const few = channels.slice(0, 3).map(({ id }) => id);
  const many = channels.slice(0, 10).map(({ id }) => id);
  const from = said[500]?.at ?? new Date();
  const to = said[2_500]?.at ?? new Date();
  for (const word of ['frecuente', 'antiguo', 'n7']) {
    const stem = `'${word.slice(0, word.length - (word === 'n7' ? 0 : 1))}'`;
    const has = says(word);
    expect(await found(scopeOf(stem, { channelIds: few }), 40)).toEqual(
      expected((one) => has(one) && one.channel < 3, 40),
    );
    expect(await found(scopeOf(stem, { channelIds: many }), 40)).toEqual(
      expected((one) => has(one) && one.channel < 10, 40),
    );
    expect(await found(scopeOf(stem, { labels: `'@a${people[1]?.id}'` }), 40)).toEqual(
      expected((one) => has(one) && one.author === 1, 40),
    );
    expect(await found(scopeOf(stem, { from, to }), 40)).toEqual(
      expected((one) => has(one) && one.at >= from && one.at < to, 40),
    );
    const all: string[] = [];
    let after: SearchScope['after'] = null;
    for (;;) {
      const { found: page } = await findCandidates(
        world.services.pool,
        scopeOf(stem, { after }),
        70,
        small,
      );
      all.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (page.length < 70 || !last) break;
      after = { at: last.createdAt.toISOString(), id: last.id };
    }
    expect(all).toEqual(expected(has, count));
  }
});

test('CHAT-09: filters alone, without a word, give the newest messages, too', async () => {
  const from = said[500]?.at ?? new Date();
  const to = said[2_500]?.at ?? new Date();
  const few = channels.slice(0, 1).map(({ id }) => id);
  for (const most of [20, 300]) {
    expect(await found(scopeOf(null, { from, to }), most)).toEqual(
      expected(({ at }) => at >= from && at < to, most),
    );
    expect(await found(scopeOf(null, { channelIds: few }), most)).toEqual(
      expected(({ channel }) => channel === 0, most),
    );
    expect(await found(scopeOf(null, { channelIds: few, to }), most)).toEqual(
      expected(({ channel, at }) => channel === 0 && at < to, most),
    );
  }
});

test('CHAT-09: a search whose time is over says from where on it did not look', async () => {
  const hasty = { ...small, budgetMs: -1 };
  const scope = scopeOf(`'antigu'`);
  const { found: list, stoppedAt } = await findCandidates(world.services.pool, scope, 20, hasty);
  expect(list).toEqual([]);
  if (!stoppedAt) throw new Error('it looked everywhere');
  // The next page begins there, and nothing between is left out.
  const all: string[] = [];
  let at: Date | null = stoppedAt;
  while (at && all.length === 0) {
    const after = { at: at.toISOString(), id: '00000000-0000-0000-0000-000000000000' };
    const next = await findCandidates(world.services.pool, { ...scope, after }, 20, hasty);
    all.push(...next.found.map(({ id }) => id));
    at = next.stoppedAt;
  }
  expect(all.length).toBeGreaterThan(0);
  expect(all).toEqual(expected(says('antiguo'), all.length));
});
