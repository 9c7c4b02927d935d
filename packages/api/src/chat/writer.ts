import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '../context.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import { insertMessage, insertMessages, insertWhole } from './write-statements.ts';

export interface Draft {
  channelId: string;
  authorId: string;
  clientId: string;
  content: string;
  mentions: string[];
  /** The message that it answers. Only `writeInside` writes replies. */
  threadId?: string;
  /** Of a reply: whether the channel shows it too. */
  inChannel?: boolean;
}

/** `refused`: at the moment of writing the rows said that this person may not write there. */
export type WriteResult =
  | { outcome: 'written' | 'duplicate'; id: string; seq: number; createdAt: Date }
  | { outcome: 'refused' };

interface Pending {
  draft: Draft;
  resolve: (result: WriteResult) => void;
  reject: (error: unknown) => void;
}

/** Most messages that share one commit: bounds the time that channel rows stay locked. */
const largestBatch = 500;

/**
 * Most lone messages under way at once, each with a commit of its own: at an easy pace nobody waits
 * for somebody else's commit. More than that is a crowd, and gathers.
 */
const mostAlone = 4;

/**
 * Writes messages with group commit: what arrives in a crowd is gathered while a commit is under way
 * and written by the next one, in a single statement. No timer: a lone message is written at once.
 * Within a channel messages are written in the order in which they were handed over.
 */
export class MessageWriter {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  #pending: Pending[] = [];
  /** Lone messages under way, by channel. */
  readonly #alone = new Map<string, Promise<void>>();
  #gathering: Promise<void> | null = null;
  #crowded = false;
  #written = 0;

  constructor({ pool, clock, metrics }: { pool: Pool; clock: Clock; metrics: Metrics }) {
    this.#pool = pool;
    this.#clock = clock;
    this.#metrics = metrics;
  }

  /**
   * Resolves after the commit. The same client id of the same author in the same channel is
   * written once: later tries resolve with the message that is there.
   */
  write(draft: Draft): Promise<WriteResult> {
    return new Promise((resolve, reject) => {
      const pending = { draft, resolve, reject };
      if (this.#mayGoAlone(draft.channelId)) return this.#goAlone(pending);
      this.#pending.push(pending);
      this.#gathering ??= this.#flushAll();
    });
  }

  /** Resolves when everything that was handed over is written or refused. */
  async drain(): Promise<void> {
    while (this.#gathering || this.#alone.size > 0) await (this.#gathering ?? this.#noneAlone());
  }

  #mayGoAlone(channelId: string): boolean {
    const quiet = !this.#gathering && !this.#crowded;
    return quiet && this.#alone.size < mostAlone && !this.#alone.has(channelId);
  }

  #goAlone(pending: Pending): void {
    const { channelId } = pending.draft;
    this.#alone.set(
      channelId,
      this.#flush([pending]).finally(() => this.#alone.delete(channelId)),
    );
  }

  async #noneAlone(): Promise<void> {
    await Promise.all(this.#alone.values());
  }

  async #flushAll(): Promise<void> {
    await this.#noneAlone();
    // In a crowd, what came in the same turn of the event loop shares the first commit.
    if (this.#crowded) await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, largestBatch);
      this.#crowded = batch.length > 1;
      await this.#flush(batch);
    }
    this.#gathering = null;
  }

  async #flush(batch: Pending[]): Promise<void> {
    try {
      await this.#writeBatch(batch);
    } catch (error) {
      // One row that cannot be stored must not take the others down with it.
      if (batch.length > 1 && isAboutData(error)) {
        for (const pending of batch) await this.#flush([pending]);
      } else {
        for (const pending of batch) pending.reject(error);
      }
    }
  }

  async #writeBatch(batch: Pending[]): Promise<void> {
    const { first, repeats } = withoutRepeats(batch);
    const now = this.#clock.now();
    const written = await this.#insert(first, now);
    this.#metrics.count('message_batches');
    this.#metrics.count('messages_written', written.size);
    this.#written += written.size;
    const unwritten = first.filter(({ draft }) => !written.has(keyOf(draft)));
    const existing = unwritten.length > 0 ? await this.#existing(unwritten) : new Map();
    const resultOf = (draft: Draft): WriteResult => {
      const key = keyOf(draft);
      return written.get(key) ?? existing.get(key) ?? { outcome: 'refused' };
    };
    for (const { draft, resolve } of first) resolve(resultOf(draft));
    for (const { draft, resolve } of repeats) {
      const result = resultOf(draft);
      resolve(result.outcome === 'refused' ? result : { ...result, outcome: 'duplicate' });
    }
  }

  async #insert(batch: Pending[], now: Date): Promise<Map<string, WriteResult>> {
    const ids = batch.map(() => uuidv7());
    const values = [
      ids,
      batch.map(({ draft }) => draft.channelId),
      batch.map(({ draft }) => draft.authorId),
      batch.map(({ draft }) => draft.clientId),
      batch.map(({ draft }) => draft.content),
      batch.map(({ draft }) => draft.mentions.join(',')),
      now,
    ];
    for (let attempt = 1; ; attempt++) {
      try {
        const { rows } = await this.#pool.query<{ id: string; seq: number }>(
          batch.length === 1
            ? { name: this.#named('write-message'), text: insertMessage, values: values.flat() }
            : { name: this.#named('write-messages'), text: insertMessages, values },
        );
        const seqs = new Map(rows.map((row) => [row.id, row.seq]));
        const written = new Map<string, WriteResult>();
        for (const [index, { draft }] of batch.entries()) {
          const id = ids[index];
          const seq = id && seqs.get(id);
          if (id && seq) written.set(keyOf(draft), { outcome: 'written', id, seq, createdAt: now });
        }
        return written;
      } catch (error) {
        // Another node wrote the same client id, or locked in another order, a moment ago.
        const { code } = error as { code?: string };
        if ((code !== '23505' && code !== '40P01') || attempt === 3) throw error;
      }
    }
  }

  /**
   * The name of a prepared statement, another one whenever as much again has been written. A plan that
   * was made over an almost empty table reads a channel's whole index for every message: until the
   * first statistics, a minute later, a young server would get slower with everything said.
   */
  #named(statement: string): string {
    return `${statement}-${32 - Math.clz32(this.#written)}`;
  }

  async #existing(batch: Pending[]): Promise<Map<string, WriteResult>> {
    const { rows } = await this.#pool.query<Draft & { id: string; seq: number; createdAt: Date }>({
      name: 'existing-messages',
      text: `SELECT m.id, m.seq, m.created_at AS "createdAt", m.channel_id AS "channelId",
                    m.author_id AS "authorId", m.client_id AS "clientId"
               FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS t(channel_id, author_id, client_id)
               JOIN message m USING (channel_id, author_id, client_id)`,
      values: [
        batch.map(({ draft }) => draft.channelId),
        batch.map(({ draft }) => draft.authorId),
        batch.map(({ draft }) => draft.clientId),
      ],
    });
    return new Map(
      rows.map(({ id, seq, createdAt, ...draft }) => [
        keyOf(draft),
        { outcome: 'duplicate', id, seq, createdAt },
      ]),
    );
  }
}

/**
 * Writes one message by the same rules inside the caller's transaction, hidden from the beginning if
 * `hiddenAt` says so; `isTheirTurn`: what the channel itself rules was asked already (`takeTurn`).
 * Null: it is there already, or the rows refuse it.
 */
export async function writeInside(
  tx: Transaction,
  { channelId, authorId, clientId, content, mentions, threadId, inChannel }: Draft,
  { now, hiddenAt, isTheirTurn }: { now: Date; hiddenAt: Date | null; isTheirTurn: boolean },
): Promise<{ id: string; seq: number } | null> {
  const rows = await tx.$queryRawUnsafe<{ id: string; seq: number }[]>(
    insertWhole,
    uuidv7(),
    channelId,
    authorId,
    clientId,
    content,
    mentions.join(','),
    now,
    hiddenAt,
    threadId ?? null,
    threadId === undefined || inChannel === true,
    isTheirTurn,
  );
  return rows[0] ?? null;
}

const keyOf = (draft: Pick<Draft, 'channelId' | 'authorId' | 'clientId'>) =>
  `${draft.channelId}/${draft.authorId}/${draft.clientId}`;

const isAboutData = (error: unknown): boolean =>
  /^2[23]/.test((error as { code?: string }).code ?? '');

function withoutRepeats(batch: Pending[]): { first: Pending[]; repeats: Pending[] } {
  const seen = new Set<string>();
  const first: Pending[] = [];
  const repeats: Pending[] = [];
  for (const pending of batch) {
    const key = keyOf(pending.draft);
    (seen.has(key) ? repeats : first).push(pending);
    seen.add(key);
  }
  return { first, repeats };
}
