import type { Pool, PoolClient } from 'pg';
import type { Log } from '../ports/log.ts';
import { type Lexicon, label, toVector } from './search-words.ts';

/** Entries of channels' logs that one transaction takes into the index. */
const batch = 500;
/** Texts taken apart between two turns of the event loop, and rows of one statement: messages must not wait for the index. */
const texts = 10;
const rowsAtOnce = 25;
/** Pause when nothing is left; the shortest and the longest while there is something. */
const pauseMs = { done: 1_000, least: 250, most: 2_000 };
/** A pause is so much longer than the batch before it: writing messages comes first, the more so on a busy machine. */
const pauseFactor = 8;
/** Of several nodes one fills the index at a time. */
const lock = 7_204_310_561;
/** Messages of one window; see `search-candidates.ts`. */
const usualWindow = 16_384;

interface Behind {
  channelId: string;
  from: number;
  to: number;
}
interface Text {
  id: string;
  channelId: string;
  authorId: string;
  content: string;
  createdAt: Date;
  isGone: boolean;
  hasFile: boolean;
}
interface Window {
  id: number;
  startsAt: number;
  messages: number;
}

/**
 * Keeps the index of messages' words: what channels' logs have beyond the number noted for them is read, taken
 * apart, and written together with the new number. So nothing is ever left out, and writing a message costs no more
 * than before; it is found about a second later. With no windows noted the index is made anew.
 */
export class SearchIndex {
  readonly #pool: Pool;
  readonly #lexicon: Lexicon;
  readonly #log: Log;
  readonly #windowSize: number;
  /** Stems that are known to be noted. */
  readonly #noted = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #isStopped = true;

  constructor(
    { pool, lexicon, log }: { pool: Pool; lexicon: Lexicon; log: Log },
    windowSize = usualWindow,
  ) {
    this.#windowSize = windowSize;
    this.#pool = pool;
    this.#lexicon = lexicon;
    this.#log = log;
  }

  start(): void {
    this.#isStopped = false;
    this.#wait(pauseMs.done);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Takes in what there is now. Resolves when nothing is left, whoever was at it. */
  async catchUp(): Promise<void> {
    while ((await this.#behind()).length > 0) {
      // Its own round by the clock may have the lock.
      await this.#running;
      await this.round();
    }
  }

  #wait(ms: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      const started = performance.now();
      this.#running = this.round()
        .catch((error: unknown) => {
          this.#log.warn({ err: error }, 'messages could not be indexed; trying again');
          return 0;
        })
        .then((taken) => {
          const rest = pauseFactor * (performance.now() - started);
          const { done, least, most } = pauseMs;
          this.#wait(taken < batch ? done : Math.min(most, Math.max(least, rest)));
        });
    }, ms);
    this.#timer.unref();
  }

  /** Takes in the next batch; gives how many entries it had. */
  async round(): Promise<number> {
    const behind = await this.#behind();
    if (behind.length === 0) return 0;
    const client = await this.#pool.connect();
    try {
      // What a crash takes away is simply read again.
      await client.query('BEGIN; SET LOCAL synchronous_commit = off');
      const { rows } = await client.query<{ free: boolean }>(
        `SELECT pg_try_advisory_xact_lock(${lock}) AS free`,
      );
      const taken = rows[0]?.free ? await this.#take(client) : { entries: 0, stems: [] };
      await client.query('COMMIT');
      if (this.#noted.size > 200_000) this.#noted.clear();
      for (const stem of taken.stems) this.#noted.add(stem);
      client.release();
      return taken.entries;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  async #take(client: PoolClient): Promise<{ entries: number; stems: string[] }> {
    const windows = await readWindows(client, this.#windowSize);
    // Read again under the lock: another node may have taken them in.
    const behind = await this.#behind(client);
    const all = await readTexts(client, behind);
    const kept = all.filter(({ isGone }) => !isGone);
    const rows: { text: Text; windowId: number; vector: string }[] = [];
    const stems = new Set<string>();
    for (let at = 0; at < kept.length; at += texts) {
      const some = kept.slice(at, at + texts);
      const read = await this.#lexicon.read(some.map(({ content }) => content));
      for (const [index, text] of some.entries()) {
        const words = read[index] ?? [];
        const windowId = windows.findLast(({ startsAt }) => startsAt <= +text.createdAt)?.id ?? 0;
        const { channelId, authorId } = text;
        const labels = [label.author(authorId), label.channel(channelId), label.window(windowId)];
        if (text.hasFile) labels.push(label.file);
        rows.push({ text, windowId, vector: toVector(words, labels) });
        for (const stem of words.flatMap((word) => word.stems)) stems.add(stem);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.query('DELETE FROM message_search WHERE message_id = ANY($1::uuid[])', [
      all.filter(({ isGone }) => isGone).map(({ id }) => id),
    ]);
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const some = rows.slice(at, at + rowsAtOnce);
      await client.query({
        name: 'search-insert',
        text: `INSERT INTO message_search (message_id, channel_id, created_at, words)
               SELECT id, channel_id, created_at, words::tsvector
                 FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[])
                        AS t(id, channel_id, created_at, words)
               ON CONFLICT (message_id) DO UPDATE SET words = excluded.words`,
        values: [
          some.map(({ text }) => text.id),
          some.map(({ text }) => text.channelId),
          some.map(({ text }) => text.createdAt),
          some.map(({ vector }) => vector),
        ],
      });
    }
    const fresh = [...stems].filter((stem) => isWord(stem) && !this.#noted.has(stem));
    await client.query(
      'INSERT INTO search_word (word) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING',
      [fresh],
    );
    await client.query(
      `INSERT INTO search_progress (channel_id, seq)
       SELECT * FROM unnest($1::uuid[], $2::int[])
       ON CONFLICT (channel_id) DO UPDATE SET seq = excluded.seq`,
      [behind.map(({ channelId }) => channelId), behind.map(({ to }) => to)],
    );
    const newest = windows.at(-1);
    const added = rows.filter(({ windowId }) => windowId === newest?.id);
    if (newest && added.length > 0) await grow(client, newest, added, this.#windowSize);
    return {
      entries: behind.reduce((sum, { from, to }) => sum + to - from, 0),
      stems: fresh,
    };
  }

  /** Channels whose log goes on after what is in the index, where people talk first; and how far to read, a batch in all. */
  async #behind(from: Pick<Pool, 'query'> | PoolClient = this.#pool): Promise<Behind[]> {
    const { rows } = await from.query<Behind>({
      name: 'search-behind',
      text: `SELECT c.id AS "channelId", coalesce(p.seq, 0) AS "from", c.last_seq AS "to"
               FROM channel c LEFT JOIN search_progress p ON p.channel_id = c.id
              WHERE c.last_seq > coalesce(p.seq, 0) AND c.deleted_at IS NULL
              ORDER BY c.last_message_at DESC NULLS LAST LIMIT ${batch}`,
    });
    let left = batch;
    const taken: Behind[] = [];
    for (const row of rows) {
      const to = Math.min(row.to, row.from + left);
      left -= to - row.from;
      taken.push({ ...row, to });
      if (left === 0) break;
    }
    return taken;
  }
}

/** The windows, the oldest first. Where there are none the index is empty, and windows are laid out anew. */
async function readWindows(client: PoolClient, windowSize: number): Promise<Window[]> {
  const read = async () => {
    const { rows } = await client.query<{ id: number; startsAt: string; messages: number }>(
      `SELECT id, extract(epoch FROM starts_at) * 1000 AS "startsAt", messages
         FROM search_window ORDER BY id`,
    );
    return rows.map((row) => ({ ...row, startsAt: Number(row.startsAt) }));
  };
  const known = await read();
  if (known.length > 0) return known;
  await client.query('TRUNCATE message_search, search_progress, search_word');
  await client.query(`
    INSERT INTO search_window (id, starts_at)
    SELECT row_number() OVER (ORDER BY created_at), created_at FROM (
      SELECT '-infinity'::timestamptz AS created_at
      UNION SELECT created_at FROM (
        SELECT created_at, row_number() OVER (ORDER BY created_at) AS place FROM message) AS m
       WHERE place % ${windowSize} = 0) AS w`);
  return read();
}

async function readTexts(client: PoolClient, behind: Behind[]): Promise<Text[]> {
  const { rows } = await client.query<Text>({
    name: 'search-texts',
    text: `WITH part AS (
             SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[]) AS t(channel_id, "from", "to")
           ), changed AS (
             SELECT m.id FROM part JOIN message m
                 ON m.channel_id = part.channel_id AND m.seq > part."from" AND m.seq <= part."to"
              UNION
             SELECT e.message_id FROM part JOIN channel_event e
                 ON e.channel_id = part.channel_id AND e.seq > part."from" AND e.seq <= part."to"
              WHERE e.kind IN ('edited', 'deleted', 'hidden', 'shown')
           )
           SELECT id, m.channel_id AS "channelId", m.author_id AS "authorId", m.content,
                  m.created_at AS "createdAt", m.deleted_at IS NOT NULL AS "isGone",
                  EXISTS (SELECT FROM file WHERE file.message_id = m.id) AS "hasFile"
             FROM changed JOIN message m USING (id)`,
    values: [
      behind.map(({ channelId }) => channelId),
      behind.map(({ from }) => from),
      behind.map(({ to }) => to),
    ],
  });
  return rows;
}

/** Counts what the newest window got, and begins the next one after it when it is full. */
async function grow(
  client: PoolClient,
  newest: Window,
  added: { text: Pick<Text, 'createdAt'> }[],
  windowSize: number,
): Promise<void> {
  await client.query('UPDATE search_window SET messages = messages + $2 WHERE id = $1', [
    newest.id,
    added.length,
  ]);
  if (newest.messages + added.length < windowSize) return;
  const last = Math.max(...added.map(({ text }) => text.createdAt.getTime()));
  await client.query('INSERT INTO search_window (id, starts_at) VALUES ($1, $2)', [
    newest.id + 1,
    new Date(last + 1),
  ]);
}

/** What somebody may be about to write: no numbers, no endless addresses. */
const isWord = (stem: string): boolean => /^\p{L}{3,40}$/u.test(stem);
