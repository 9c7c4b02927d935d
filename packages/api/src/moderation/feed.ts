import type { Context, MemberContext, Ports } from '../context.ts';
import { Packet } from '../live/packet.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { CaseNews } from './cases.ts';
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
}

const topicOf = (organisationId: string) => `moderation:${organisationId}`;
/** Counts are told this long after what changed them, once for all that changed meanwhile. */
const countAfterMs = 200;

/** The queues' news: one listener per organisation and node, each event serialised once. */
export class QueueFeed {
  readonly #ports: Pick<Ports, 'bus' | 'pool' | 'clock' | 'log' | 'node'>;
  readonly #followed = new Map<string, Followed>();
  #stopReconnect: (() => void) | null = null;

  constructor(ports: Pick<Ports, 'bus' | 'pool' | 'clock' | 'log' | 'node'>) {
    this.#ports = ports;
  }

  start(): void {
    this.#stopReconnect = this.#ports.bus.onReconnect(() => {
      const packet = this.refresh();
      for (const { readers } of this.#followed.values()) {
        for (const { write } of readers) write(packet);
      }
    });
  }

  stop(): void {
    this.#stopReconnect?.();
    for (const [organisationId, followed] of this.#followed) this.#forget(organisationId, followed);
  }

  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  /** Tells all nodes. `concernsId`: whom the case is about, who is told nothing. */
  publish(organisationId: string, event: QueueEvent, concernsId: string | null): void {
    this.#ports.bus.publish(topicOf(organisationId), this.#packet(event, concernsId).encode());
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
    this.#countSoon(organisationId, followed);
    return leave;
  }

  #follow(organisationId: string): Followed {
    const known = this.#followed.get(organisationId);
    if (known) return known;
    const followed: Followed = {
      readers: new Set(),
      listening: this.#ports.bus.subscribe(topicOf(organisationId), (text) => {
        this.#tell(followed, Packet.decode(text));
        this.#countSoon(organisationId, followed);
      }),
      counting: null,
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

  #tell({ readers }: Followed, packet: Packet): void {
    const about = packet.header.digest;
    for (const { memberId, write } of readers) if (memberId !== about) write(packet);
  }

  #countSoon(organisationId: string, followed: Followed): void {
    followed.counting ??= setTimeout(() => {
      followed.counting = null;
      this.#count(organisationId).then(
        (counts) => {
          for (const { memberId, write } of followed.readers) {
            write(this.#packet({ type: 'counts', ...counts(memberId) }));
          }
        },
        (error: unknown) => {
          this.#ports.log.warn({ err: error, organisationId }, 'the queue could not be counted');
        },
      );
    }, countAfterMs);
  }

  /** Gives what each reader's queue counts: without the cases about themselves. */
  async #count(organisationId: string): Promise<(memberId: string) => Counts> {
    const { rows } = await this.#ports.pool.query<Counts & { concernsId: string | null }>({
      name: 'moderation-counts',
      text: `SELECT concerns_id AS "concernsId", count(*)::int AS open,
                    count(*) FILTER (WHERE due_at < $2)::int AS overdue
               FROM moderation_case WHERE organisation_id = $1 AND state = 'open'
              GROUP BY concerns_id`,
      values: [organisationId, this.#ports.clock.now()],
    });
    const about = new Map(rows.map((row) => [row.concernsId, row]));
    const sum = (key: keyof Counts) => rows.reduce((total, row) => total + row[key], 0);
    const all = { open: sum('open'), overdue: sum('overdue') };
    return (memberId) => {
      const own = about.get(memberId);
      return { open: all.open - (own?.open ?? 0), overdue: all.overdue - (own?.overdue ?? 0) };
    };
  }

  #packet(event: QueueEvent, concernsId: string | null = null): Packet {
    const header = { seq: null, node: this.#ports.node.id };
    return Packet.of(concernsId ? { ...header, digest: concernsId } : header, null, event);
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
  ctx: Pick<Context, 'queue'>,
  organisationId: string,
  row: CaseRow,
): void =>
  ctx.queue.publish(organisationId, { type: 'case.changed', row }, row.concerns?.id ?? null);

/** Tells the staff how a case is now. Call it after the commit. */
export async function announceCase(
  ctx: Pick<Context, 'pool' | 'clock' | 'queue'>,
  organisationId: string,
  { caseId, opened }: CaseNews,
): Promise<void> {
  const found = await findRow(ctx, organisationId, caseId);
  if (!found) return;
  const type = opened ? 'case.opened' : 'case.changed';
  ctx.queue.publish(organisationId, { type, row: found.row }, found.concernsId);
}
