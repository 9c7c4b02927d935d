import type { Context, MemberContext, Ports } from '../context.ts';
import { Packet } from '../live/packet.ts';
import { liveQuiet } from '../live/quiet.ts';
import { caseWaitsSql } from '../waiting.ts';
import type { CaseNews } from './cases.ts';
import { concernedBy } from './concerned.ts';
import { findRow } from './rows.ts';
import type { CaseRow, QueueEvent } from './schemas.ts';

interface Reader {
  memberId: string;
  write: (packet: Packet) => void;
}
interface Counts {
  open: number;
  overdue: number;
}
interface Followed {
  readers: Set<Reader>;
  listening: Promise<() => void>;
  counting: NodeJS.Timeout | null;
  /** Who are told the counts next. */
  uncounted: Set<Reader>;
  /** What each was told last. */
  counts: WeakMap<Reader, Counts>;
}

const topicOf = (organisationId: string) => `moderation:${organisationId}`;
/** Counts are told this long after what changed them, once for all that changed meanwhile. */
const countAfterMs = 200;
/** Time alone makes cases overdue: so often they are counted without news. */
const recountEveryMs = 15_000;

/** All that waits (`about` null), and of everyone whom some are about, those. */
const countSql = `
  WITH waiting AS MATERIALIZED (
    SELECT concerns_id, subject_type, subject_id, due_at < $2 AS overdue
      FROM moderation_case c WHERE organisation_id = $1 AND ${caseWaitsSql('$2', 'c')}),
  about AS (
    SELECT NULL::uuid AS about, overdue FROM waiting
    UNION ALL
    SELECT concerns_id, overdue FROM waiting WHERE concerns_id IS NOT NULL
    UNION ALL
    SELECT run.member_id, overdue
      FROM waiting JOIN channel_member run
        ON run.channel_id = waiting.subject_id AND run.role IN ('owner', 'manager')
           AND run.member_id IS DISTINCT FROM waiting.concerns_id
     WHERE waiting.subject_type = 'channel')
  SELECT about, count(*)::int AS open, (count(*) FILTER (WHERE overdue))::int AS overdue
    FROM about GROUP BY about`;

/** The queues' news: one listener per organisation and node, each event serialised once. */
export class QueueFeed {
  readonly #ports: Pick<Ports, 'bus' | 'pool' | 'clock' | 'log' | 'node'>;
  readonly #followed = new Map<string, Followed>();
  #stopReconnect: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: Pick<Ports, 'bus' | 'pool' | 'clock' | 'log' | 'node'>) {
    this.#ports = ports;
  }

  start(): void {
    this.#timer = setInterval(() => this.recount(), recountEveryMs);
    this.#timer.unref();
    this.#stopReconnect = this.#ports.bus.onReconnect(() => {
      const packet = this.refresh();
      for (const { readers } of this.#followed.values()) {
        for (const { write } of readers) write(packet);
      }
    });
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#stopReconnect?.();
    for (const [organisationId, followed] of this.#followed) this.#forget(organisationId, followed);
  }

  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  /** Counts for everybody; who was told the same before is told nothing. */
  recount(): void {
    for (const [organisationId, followed] of this.#followed) {
      this.#countSoon(organisationId, followed, [...followed.readers]);
    }
  }

  /** Tells all nodes. `concerned`: whom the case is about, who are told nothing. */
  publish(organisationId: string, event: QueueEvent, concerned: readonly string[]): void {
    this.#ports.bus.publish(topicOf(organisationId), this.#packet(event, concerned).encode());
  }

  /** Resolves when news from now on will be written. Call the result to stop. */
  async subscribe(organisationId: string, reader: Reader): Promise<() => void> {
    const followed = this.#follow(organisationId);
    followed.readers.add(reader);
    const leave = () => {
      followed.readers.delete(reader);
      if (followed.readers.size === 0) this.#forget(organisationId, followed);
    };
    try {
      await followed.listening;
    } catch (error) {
      leave();
      throw error;
    }
    this.#countSoon(organisationId, followed, [reader]);
    return leave;
  }

  #follow(organisationId: string): Followed {
    const known = this.#followed.get(organisationId);
    if (known) return known;
    const followed: Followed = {
      readers: new Set(),
      listening: this.#ports.bus.subscribe(topicOf(organisationId), (text) => {
        const told = this.#tell(followed, Packet.decode(text));
        this.#countSoon(organisationId, followed, told);
      }),
      counting: null,
      uncounted: new Set(),
      counts: new WeakMap(),
    };
    this.#followed.set(organisationId, followed);
    return followed;
  }

  #forget(organisationId: string, followed: Followed): void {
    if (followed.counting) clearTimeout(followed.counting);
    if (this.#followed.get(organisationId) === followed) this.#followed.delete(organisationId);
    followed.listening.then(
      (stop) => stop(),
      () => {},
    );
  }

  /** Gives who was told. */
  #tell({ readers }: Followed, packet: Packet): Reader[] {
    const { digest } = packet.header;
    const concerned: unknown[] = Array.isArray(digest) ? digest : [];
    const told = [...readers].filter(({ memberId }) => !concerned.includes(memberId));
    for (const { write } of told) write(packet);
    return told;
  }

  /** To whom nothing was told, counts are not either: the frame alone would be news. */
  #countSoon(organisationId: string, followed: Followed, told: readonly Reader[]): void {
    for (const reader of told) followed.uncounted.add(reader);
    if (followed.uncounted.size === 0) return;
    followed.counting ??= setTimeout(() => {
      followed.counting = null;
      const waiting = followed.uncounted;
      followed.uncounted = new Set();
      this.#count(organisationId).then(
        (counts) => {
          for (const reader of waiting) {
            if (followed.readers.has(reader)) this.#tellCounts(followed, reader, counts);
          }
        },
        (error: unknown) => {
          this.#ports.log.warn({ err: error, organisationId }, 'the queue could not be counted');
        },
      );
    }, countAfterMs);
  }

  #tellCounts(followed: Followed, reader: Reader, countsOf: (memberId: string) => Counts): void {
    const counts = countsOf(reader.memberId);
    const before = followed.counts.get(reader);
    if (before?.open === counts.open && before.overdue === counts.overdue) return;
    followed.counts.set(reader, counts);
    reader.write(this.#packet({ type: 'counts', ...counts }));
  }

  /** Gives what each reader's queue counts: without the cases about themselves. */
  async #count(organisationId: string): Promise<(memberId: string) => Counts> {
    const { rows } = await this.#ports.pool.query<Counts & { about: string | null }>({
      name: 'moderation-counts',
      text: countSql,
      values: [organisationId, this.#ports.clock.now()],
    });
    const about = new Map(rows.map((row) => [row.about, row]));
    const of = (id: string | null) => about.get(id) ?? { open: 0, overdue: 0 };
    const all = of(null);
    return (memberId) => {
      const own = of(memberId);
      return { open: all.open - own.open, overdue: all.overdue - own.overdue };
    };
  }

  #packet(event: QueueEvent, concerned: readonly string[] = []): Packet {
    const header = { seq: null, node: this.#ports.node.id };
    return Packet.of(concerned.length > 0 ? { ...header, digest: concerned } : header, null, event);
  }
}

/** The queue as it changes, for staff. Begins with `refresh`. */
export const onQueue = (ctx: MemberContext, signal: AbortSignal | undefined) =>
  liveQuiet<QueueEvent>(
    ctx,
    {
      refresh: () => ctx.queue.refresh(),
      open: (write) =>
        ctx.queue.subscribe(ctx.actor.organisationId, { memberId: ctx.actor.memberId, write }),
    },
    signal,
  );

/** Tells the staff how a case is, where it has been read already. Call it after the commit. */
export const publishCase = (
  ctx: Pick<Context, 'queue' | 'db'>,
  organisationId: string,
  row: CaseRow,
): Promise<void> => publishAbout(ctx, organisationId, { type: 'case.changed', row }, row);

/** Tells the staff something of a case, except those whom it is about now. */
export async function publishAbout(
  ctx: Pick<Context, 'queue' | 'db'>,
  organisationId: string,
  event: QueueEvent,
  { subjectType, subjectId, concerns }: CaseRow,
): Promise<void> {
  const about = { subjectType, subjectId, concernsId: concerns?.id ?? null };
  ctx.queue.publish(organisationId, event, await concernedBy(ctx, about));
}

/** Tells the staff how a case is now. Call it after the commit. */
export async function announceCase(
  ctx: Pick<Context, 'db' | 'pool' | 'clock' | 'queue'>,
  organisationId: string,
  { caseId, opened }: CaseNews,
): Promise<void> {
  const row = await findRow(ctx, organisationId, caseId);
  if (!row) return;
  const type = opened ? 'case.opened' : 'case.changed';
  await publishAbout(ctx, organisationId, { type, row }, row);
}
