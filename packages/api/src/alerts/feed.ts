import type { Pool } from 'pg';
import { z } from 'zod';
import { Packet } from '../live/packet.ts';
import type { Directory } from '../organisations/index.ts';
import type { Bus } from '../ports/bus.ts';
import type { Log } from '../ports/log.ts';
import type { RaisedAlert } from './raise.ts';
import { readAlerts } from './rows.ts';
import type { AlertEvent } from './schemas.ts';

interface Reader {
  memberId: string;
  write: (packet: Packet) => void;
}

interface Followed {
  readers: Set<Reader>;
  listening: Promise<() => void>;
  /** Alerts that wait to be read and told, and whether people are to be told. */
  waiting: Map<string, boolean>;
  /** Runs while changes are held back. */
  timer: NodeJS.Timeout | null;
  reading: boolean;
}

const topicOf = (organisationId: string) => `alerts:${organisationId}`;
const notice = z.object({ alertId: z.string(), loud: z.boolean() });
/** Counting up need not show more often than this; what is new is told at once. */
const windowMs = 250;

/**
 * Carries news of alerts between the nodes and to whoever watches here. The bus names the alert, the
 * row says what it is: however often it is counted up, it is read a few times a second, once for
 * everyone.
 */
export class AlertFeed {
  readonly #ports: { pool: Pool; bus: Bus; log: Log; directory: Directory; node: { id: string } };
  readonly #followed = new Map<string, Followed>();
  readonly #stopReconnect: () => void;

  constructor(ports: {
    pool: Pool;
    bus: Bus;
    log: Log;
    directory: Directory;
    node: { id: string };
  }) {
    this.#ports = ports;
    this.#stopReconnect = ports.bus.onReconnect(() => this.#tellAllToRefresh());
  }

  /** Told first, and whenever changes may have been missed. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  publish({ organisationId, alertId, loud }: RaisedAlert): void {
    this.#ports.bus.publish(topicOf(organisationId), JSON.stringify({ alertId, loud }));
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
    return leave;
  }

  close(): void {
    this.#stopReconnect();
    for (const [organisationId, followed] of this.#followed) this.#forget(organisationId, followed);
  }

  #follow(organisationId: string): Followed {
    const known = this.#followed.get(organisationId);
    if (known) return known;
    const followed: Followed = {
      readers: new Set(),
      waiting: new Map(),
      timer: null,
      reading: false,
      listening: this.#ports.bus.subscribe(topicOf(organisationId), (text) => {
        const { alertId, loud } = notice.parse(JSON.parse(text));
        followed.waiting.set(alertId, loud || followed.waiting.get(alertId) === true);
        if (loud || !followed.timer) void this.#tell(organisationId, followed);
      }),
    };
    this.#followed.set(organisationId, followed);
    return followed;
  }

  #forget(organisationId: string, followed: Followed): void {
    if (followed.timer) clearTimeout(followed.timer);
    if (this.#followed.get(organisationId) === followed) this.#followed.delete(organisationId);
    followed.listening.then(
      (stop) => stop(),
      () => {},
    );
  }

  /** Reads what waits and tells it; what comes meanwhile is read right after. */
  async #tell(organisationId: string, followed: Followed): Promise<void> {
    if (followed.reading) return;
    followed.reading = true;
    try {
      do {
        const news = new Map(followed.waiting);
        followed.waiting.clear();
        await this.#tellThese(organisationId, followed, news);
      } while ([...followed.waiting.values()].includes(true));
    } finally {
      followed.reading = false;
    }
    this.#again(organisationId, followed, windowMs);
  }

  async #tellThese(organisationId: string, followed: Followed, news: Map<string, boolean>) {
    try {
      const alerts = await readAlerts(this.#ports, organisationId, [...news.keys()]);
      for (const { alert, concernsId } of alerts) {
        const packet = this.#packet({ type: news.get(alert.id) ? 'raised' : 'changed', alert });
        for (const { memberId, write } of followed.readers) {
          if (memberId !== concernsId) write(packet);
        }
      }
    } catch (error) {
      this.#ports.log.warn({ err: error }, 'alerts could not be read; telling to read afresh');
      for (const { write } of followed.readers) write(this.refresh());
    }
  }

  #again(organisationId: string, followed: Followed, afterMs: number): void {
    if (followed.timer || this.#followed.get(organisationId) !== followed) return;
    followed.timer = setTimeout(() => {
      followed.timer = null;
      if (followed.waiting.size > 0) void this.#tell(organisationId, followed);
    }, afterMs);
  }

  #tellAllToRefresh(): void {
    for (const { readers } of this.#followed.values()) {
      for (const { write } of readers) write(this.refresh());
    }
  }

  #packet(event: AlertEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}
