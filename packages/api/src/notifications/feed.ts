import type { Pool } from 'pg';
import { Packet } from '../live/packet.ts';
import type { Bus } from '../ports/bus.ts';
import type { Log } from '../ports/log.ts';
import { type NoticeRow, noticeColumns, toNotification } from './rows.ts';
import type { NotificationEvent } from './schemas.ts';

type Hint = 'created' | 'changed';
type Write = (packet: Packet) => void;

interface Followed {
  writers: Set<Write>;
  ready: Promise<() => void>;
  /** The newest notices when they were last read: what is not among them is new. */
  known: Set<string>;
  /** What is below this is old, known or not: deleting brings it back among the newest. */
  floor: string;
  reading: boolean;
  again: boolean;
}

const topicOf = (memberId: string) => `notifications:${memberId}`;
/** More new ones than this at once are not told one by one. */
const newest = 50;

export function publishHint(bus: Bus, memberId: string, hint: Hint): void {
  bus.publish(topicOf(memberId), hint);
}

/**
 * Brings people's notices to their open screens. The bus only says that there is something; what it
 * is, and whether it was told before, is found in the rows. So a notice that is announced twice is
 * told once.
 */
export class NotificationFeed {
  readonly #ports: { pool: Pool; bus: Bus; log: Log; node: { id: string } };
  readonly #followed = new Map<string, Followed>();
  #stopReconnect: (() => void) | null = null;

  constructor(ports: { pool: Pool; bus: Bus; log: Log; node: { id: string } }) {
    this.#ports = ports;
  }

  start(): void {
    this.#stopReconnect = this.#ports.bus.onReconnect(() => {
      for (const [memberId, followed] of this.#followed) {
        void this.#tellNew(memberId, followed);
        this.#tell(followed, { type: 'changed' });
      }
    });
  }

  stop(): void {
    this.#stopReconnect?.();
    for (const [memberId, followed] of this.#followed) this.#forget(memberId, followed);
  }

  /** Told first: the screen reads its list then. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  /** Resolves when news from now on will be written. Call the result to stop. */
  async subscribe(memberId: string, write: Write): Promise<() => void> {
    const followed = this.#follow(memberId);
    followed.writers.add(write);
    const leave = () => {
      followed.writers.delete(write);
      if (followed.writers.size === 0) this.#forget(memberId, followed);
    };
    try {
      await followed.ready;
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  #follow(memberId: string): Followed {
    const known = this.#followed.get(memberId);
    if (known) return known;
    const followed: Followed = {
      writers: new Set(),
      ready: this.#listen(memberId, () => followed),
      known: new Set(),
      floor: '',
      reading: false,
      again: false,
    };
    this.#followed.set(memberId, followed);
    return followed;
  }

  /** Listens first and then reads what is there, so that nothing falls between. */
  async #listen(memberId: string, followed: () => Followed): Promise<() => void> {
    const stop = await this.#ports.bus.subscribe(topicOf(memberId), (hint) => {
      if (hint === 'changed') this.#tell(followed(), { type: 'changed' });
      else void this.#tellNew(memberId, followed());
    });
    try {
      const rows = await this.#read(memberId);
      this.#remember(followed(), rows);
      if (rows.length === newest) followed().floor = rows.at(-1)?.id ?? '';
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  #forget(memberId: string, followed: Followed): void {
    if (this.#followed.get(memberId) === followed) this.#followed.delete(memberId);
    followed.ready.then(
      (stop) => stop(),
      () => {},
    );
  }

  /** Hints that come while rows are read are answered by one more reading. */
  async #tellNew(memberId: string, followed: Followed): Promise<void> {
    followed.again = true;
    if (followed.reading) return;
    followed.reading = true;
    try {
      await followed.ready;
      while (followed.again) {
        followed.again = false;
        this.#compare(followed, await this.#read(memberId));
      }
    } catch (error) {
      this.#ports.log.warn({ err: error, memberId }, 'notices could not be read; read afresh');
      this.#tell(followed, { type: 'refresh' });
    } finally {
      followed.reading = false;
    }
  }

  #compare(followed: Followed, rows: NoticeRow[]): void {
    const { known, floor } = followed;
    const fresh = rows.filter(({ id }) => id > floor && !known.has(id)).reverse();
    if (fresh.length === newest) this.#tell(followed, { type: 'refresh' });
    else {
      for (const row of fresh) {
        const notification = toNotification(this.#ports, row);
        if (notification) this.#tell(followed, { type: 'created', notification });
      }
    }
    this.#remember(followed, fresh);
  }

  #remember(followed: Followed, rows: NoticeRow[]): void {
    const { known } = followed;
    for (const { id } of rows) known.add(id);
    for (const id of [...known].slice(0, Math.max(0, known.size - 10 * newest))) {
      known.delete(id);
      if (id > followed.floor) followed.floor = id;
    }
  }

  async #read(memberId: string): Promise<NoticeRow[]> {
    const { rows } = await this.#ports.pool.query<NoticeRow>({
      name: 'notices-newest',
      text: `SELECT ${noticeColumns} FROM notification
              WHERE member_id = $1 ORDER BY id DESC LIMIT ${newest}`,
      values: [memberId],
    });
    return rows;
  }

  #tell({ writers }: Followed, event: NotificationEvent): void {
    const packet = this.#packet(event);
    for (const write of writers) write(packet);
  }

  #packet(event: NotificationEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}
