import type { Ports, Services } from '../context.ts';
import { type Followed, Following, tell } from '../live/following.ts';
import { Packet } from '../live/packet.ts';
import { presented } from './list.ts';
import { concernedBy, headOf, headsOf, lastPosition, readEntries } from './query.ts';
import type { AuditEntry, AuditEvent } from './schemas.ts';

interface Reader {
  memberId: string;
  write: (packet: Packet) => void;
}

interface News {
  /** Position of the last entry that readers were told of. */
  told: number;
  /** Something was announced that is not read yet. */
  behind: boolean;
  reading: boolean;
  /** Runs while news are held back. */
  timer: NodeJS.Timeout | null;
}
type Watched = Followed<News, Reader>;
type Needs = Pick<Ports, 'pool' | 'bus' | 'log' | 'node'> & Pick<Services, 'directory'>;

/** Where much is recorded, it is told a few times a second. */
const windowMs = 250;
/** More than this at once is not told one by one. */
const most = 100;
/** How often positions are compared: not everything that writes entries announces them. */
const compareMs = 2_000;

/**
 * Brings new entries of the audit log to whoever watches it. Announcements only say that there is
 * something; what it is, and that nothing was left out, is known from the positions in the rows.
 */
export class AuditFeed {
  readonly #ports: Needs;
  readonly #following: Following<News, Reader>;
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: Needs) {
    this.#ports = ports;
    this.#following = new Following<News, Reader>(ports.bus, {
      topicOf: (organisationId) => `audit:${organisationId}`,
      begin: () => ({ told: 0, behind: false, reading: false, timer: null }),
      prepare: async ({ key, state }) => {
        state.told = await headOf(ports.pool, key);
      },
      hear: (_, watched) => this.#hear(watched),
      // The positions say whether anything was missed.
      reconnected: (watched) => this.#hear(watched),
      end: ({ timer }) => {
        if (timer) clearTimeout(timer);
      },
      refresh: () => this.refresh(),
    });
  }

  start(): void {
    this.#timer = setInterval(() => void this.#compare(), compareMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#following.close();
  }

  /** Told first, and where too much was recorded at once. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  /** Something was recorded there. Call it after the commit. */
  announce(organisationId: string): void {
    this.#following.publish(organisationId, '');
  }

  /** Resolves when entries from now on will be written. Call the result to stop. */
  subscribe(organisationId: string, reader: Reader): Promise<() => void> {
    return this.#following.subscribe(organisationId, reader);
  }

  #hear(watched: Watched): void {
    const { state } = watched;
    state.behind = true;
    if (!state.reading && !state.timer) void this.#tell(watched);
  }

  async #tell(watched: Watched): Promise<void> {
    const { key, state, ready } = watched;
    state.reading = true;
    try {
      await ready;
      state.behind = false;
      await this.#tellNew(watched);
    } catch (error) {
      this.#ports.log.warn({ err: error, organisationId: key }, 'the audit log could not be read');
    } finally {
      state.reading = false;
    }
    if (!this.#following.holds(watched)) return;
    state.timer = setTimeout(() => {
      state.timer = null;
      if (state.behind) void this.#tell(watched);
    }, windowMs);
  }

  async #tellNew(watched: Watched): Promise<void> {
    const { key, state } = watched;
    const { pool, directory } = this.#ports;
    const stretch = { after: state.told, until: lastPosition };
    const rows = await readEntries(pool, key, {}, stretch, { order: 'ASC', limit: most + 1 });
    if (rows.length > most) {
      state.told = await headOf(pool, key);
      tell(watched, this.refresh());
      return;
    }
    const entries = await presented(directory, key, rows);
    const concerned = await concernedBy(pool, key, rows);
    state.told = rows.at(-1)?.position ?? state.told;
    this.#tellEach(watched, entries, concerned);
  }

  /** Everybody is told the same, but for those whom an entry's case or alert is about. */
  #tellEach(
    watched: Watched,
    entries: AuditEntry[],
    concerned: ReadonlyMap<number, readonly string[]>,
  ): void {
    const packetOf = (some: AuditEntry[]) =>
      some.length > 0 ? this.#packet({ type: 'appended', entries: some }) : null;
    const whole = packetOf(entries);
    const apart = new Set([...concerned.values()].flat());
    for (const { memberId, write } of watched.readers) {
      const packet = apart.has(memberId)
        ? packetOf(entries.filter(({ position }) => !concerned.get(position)?.includes(memberId)))
        : whole;
      if (packet) write(packet);
    }
  }

  async #compare(): Promise<void> {
    const followed = [...this.#following.all()];
    if (followed.length === 0) return;
    try {
      const heads = await headsOf(
        this.#ports.pool,
        followed.map(({ key }) => key),
      );
      for (const watched of followed) {
        if ((heads.get(watched.key) ?? 0) > watched.state.told) this.#hear(watched);
      }
    } catch (error) {
      this.#ports.log.warn({ err: error }, 'the audit log could not be compared; trying again');
    }
  }

  #packet(event: AuditEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}
