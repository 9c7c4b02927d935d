import type { Pool } from 'pg';
import { z } from 'zod';
import { type Followed, Following, tell } from '../live/following.ts';
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

/** What an organisation's readers are about to be told. */
interface News {
  /** Alerts that wait to be read and told, and whether people are to be told. */
  waiting: Map<string, boolean>;
  /** Runs while changes are held back. */
  timer: NodeJS.Timeout | null;
  reading: boolean;
}
type Watched = Followed<News, Reader>;

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
  readonly #following: Following<News, Reader>;

  constructor(ports: {
    pool: Pool;
    bus: Bus;
    log: Log;
    directory: Directory;
    node: { id: string };
  }) {
    this.#ports = ports;
    this.#following = new Following<News, Reader>(ports.bus, {
      topicOf: (organisationId) => `alerts:${organisationId}`,
      begin: () => ({ waiting: new Map(), timer: null, reading: false }),
      hear: (text, watched) => this.#hear(text, watched),
      end: ({ timer }) => {
        if (timer) clearTimeout(timer);
      },
      refresh: () => this.refresh(),
    });
  }

  /** Told first, and whenever changes may have been missed. */
  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  publish({ organisationId, alertId, loud }: RaisedAlert): void {
    this.#following.publish(organisationId, JSON.stringify({ alertId, loud }));
  }

  /** Resolves when news from now on will be written. Call the result to stop. */
  subscribe(organisationId: string, reader: Reader): Promise<() => void> {
    return this.#following.subscribe(organisationId, reader);
  }

  close(): void {
    this.#following.close();
  }

  #hear(text: string, watched: Watched): void {
    const { state } = watched;
    const { alertId, loud } = notice.parse(JSON.parse(text));
    state.waiting.set(alertId, loud || state.waiting.get(alertId) === true);
    if (loud || !state.timer) void this.#tell(watched);
  }

  /** Reads what waits and tells it; what comes meanwhile is read right after. */
  async #tell(watched: Watched): Promise<void> {
    const { state } = watched;
    if (state.reading) return;
    state.reading = true;
    try {
      do {
        const news = new Map(state.waiting);
        state.waiting.clear();
        await this.#tellThese(watched, news);
      } while ([...state.waiting.values()].includes(true));
    } finally {
      state.reading = false;
    }
    this.#again(watched);
  }

  async #tellThese(watched: Watched, news: Map<string, boolean>) {
    try {
      const alerts = await readAlerts(this.#ports, watched.key, [...news.keys()]);
      for (const { alert, concerned } of alerts) {
        const packet = this.#packet({ type: news.get(alert.id) ? 'raised' : 'changed', alert });
        for (const { memberId, write } of watched.readers) {
          if (!concerned.includes(memberId)) write(packet);
        }
      }
    } catch (error) {
      this.#ports.log.warn({ err: error }, 'alerts could not be read; telling to read afresh');
      tell(watched, this.refresh());
    }
  }

  #again(watched: Watched): void {
    const { state } = watched;
    if (state.timer || !this.#following.holds(watched)) return;
    state.timer = setTimeout(() => {
      state.timer = null;
      if (state.waiting.size > 0) void this.#tell(watched);
    }, windowMs);
  }

  #packet(event: AlertEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}
