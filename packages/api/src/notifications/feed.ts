import type { Pool } from 'pg';
import { type Followed, Following, tell } from '../live/following.ts';
import { Packet } from '../live/packet.ts';
import type { Bus } from '../ports/bus.ts';
import type { Log } from '../ports/log.ts';
import { type NoticeRow, noticeColumns, toNotifications } from './rows.ts';
import type { NotificationEvent } from './schemas.ts';

type Hint = 'created' | 'changed';
type Write = (packet: Packet) => void;

interface Read {
  /** The newest notices when they were last read: what is not among them is new. */
  known: Set<string>;
  /** What is below this is old, known or not: deleting brings it back among the newest. */
  floor: string;
  reading: boolean;
  again: boolean;
}

type Reading = Followed<Read>;

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
  readonly #following: Following<Read>;

  constructor(ports: { pool: Pool; bus: Bus; log: Log; node: { id: string } }) {
    this.#ports = ports;
    this.#following = new Following<Read>(ports.bus, {
      topicOf,
      begin: () => ({ known: new Set(), floor: '', reading: false, again: false }),
      prepare: (followed) => this.#readFirst(followed),
      hear: (hint, followed) => {
        if (hint === 'changed') this.#tell(followed, { type: 'changed' });
        else void this.#tellNew(followed);
      },
      reconnected: (followed) => {
        void this.#tellNew(followed);
        this.#tell(followed, { type: 'changed' });
      },
      refresh: () => this.refresh(),
    });
  }

  close(): void {
    this.#following.close();
  }

  /** Told first: the screen reads its list then. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  /** Resolves when news from now on will be written. Call the result to stop. */
  subscribe(memberId: string, write: Write): Promise<() => void> {
    return this.#following.subscribe(memberId, { write });
  }

  async #readFirst({ key, state }: Reading): Promise<void> {
    const rows = await this.#read(key);
    this.#remember(state, rows);
    if (rows.length === newest) state.floor = rows.at(-1)?.id ?? '';
  }

  /** Hints that come while rows are read are answered by one more reading. */
  async #tellNew(followed: Reading): Promise<void> {
    const { key: memberId, state, ready } = followed;
    state.again = true;
    if (state.reading) return;
    state.reading = true;
    try {
      await ready;
      while (state.again) {
        state.again = false;
        await this.#compare(followed, await this.#read(memberId));
      }
    } catch (error) {
      this.#ports.log.warn({ err: error, memberId }, 'notices could not be read; read afresh');
      this.#tell(followed, { type: 'refresh' });
    } finally {
      state.reading = false;
    }
  }

  async #compare(followed: Reading, rows: NoticeRow[]): Promise<void> {
    const { known, floor } = followed.state;
    const fresh = rows.filter(({ id }) => id > floor && !known.has(id)).reverse();
    if (fresh.length === newest) this.#tell(followed, { type: 'refresh' });
    else {
      for (const notification of await toNotifications(this.#ports, followed.key, fresh)) {
        this.#tell(followed, { type: 'created', notification });
      }
    }
    this.#remember(followed.state, fresh);
  }

  #remember(state: Read, rows: NoticeRow[]): void {
    const { known } = state;
    for (const { id } of rows) known.add(id);
    for (const id of [...known].slice(0, Math.max(0, known.size - 10 * newest))) {
      known.delete(id);
      if (id > state.floor) state.floor = id;
    }
  }

  async #read(memberId: string): Promise<NoticeRow[]> {
    const { rows } = await this.#ports.pool.query<NoticeRow>({
      name: 'notices-newest',
      text: `SELECT ${noticeColumns} FROM notification
              WHERE member_id = $1 AND in_app ORDER BY id DESC LIMIT ${newest}`,
      values: [memberId],
    });
    return rows;
  }

  #tell(followed: Reading, event: NotificationEvent): void {
    tell(followed, this.#packet(event));
  }

  #packet(event: NotificationEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}
