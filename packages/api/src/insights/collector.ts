import type { Pool } from 'pg';
import type { Connections } from '../live/connections.ts';
import { Packet } from '../live/packet.ts';
import type { Clock } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import { TalkCounts } from './activity.ts';
import { historyMs, readFigures, readPast } from './figures.ts';
import { NodeMeter } from './node-load.ts';
import type { MetricsEvent, NodeLoad, Sample } from './schemas.ts';

interface Ports {
  pool: Pool;
  clock: Clock;
  host: Host;
  connections: Pick<Connections, 'count'>;
  log: Log;
  node: { id: string };
}

/** Who watches, and whether the node's load is for them. */
interface Watcher {
  write: (packet: Packet) => void;
  withNode: boolean;
}

interface Watched {
  watchers: Set<Watcher>;
  samples: Sample[];
  /** Resolves when the time before was read from rows. */
  ready: Promise<void>;
}

export const everySeconds = 2;

/**
 * The one collector of figures of this node: a query every two seconds for all organisations that
 * somebody watches, however many watch. While nobody does only the node's own load is noted.
 */
export class Collector {
  readonly talk: TalkCounts;
  readonly #ports: Ports;
  readonly #meter: NodeMeter;
  readonly #watched = new Map<string, Watched>();
  #loads: { at: Date; node: NodeLoad }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(ports: Ports) {
    this.talk = new TalkCounts(ports.pool);
    this.#ports = ports;
    this.#meter = new NodeMeter(ports.host, ports.connections);
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.round()
        .catch((error: unknown) => {
          this.#ports.log.warn({ err: error }, 'figures could not be collected; trying again');
        })
        .finally(() => {
          this.#running = null;
        });
    }, everySeconds * 1000);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Resolves when samples from now on will be written. Call the result to stop. */
  async watch(organisationId: string, watcher: Watcher): Promise<() => void> {
    const watched = this.#hold(organisationId);
    watched.watchers.add(watcher);
    const leave = () => void watched.watchers.delete(watcher);
    try {
      await watched.ready;
    } catch (error) {
      leave();
      if (this.#watched.get(organisationId) === watched) this.#watched.delete(organisationId);
      throw error;
    }
    return leave;
  }

  /** The last fifteen minutes, as far as they are known. */
  history(organisationId: string, withNode: boolean): Packet {
    const samples = this.#watched.get(organisationId)?.samples ?? [];
    return this.#packet({
      type: 'history',
      everySeconds,
      samples: withNode ? samples : samples.map(withoutNode),
    });
  }

  /** Takes a sample now and tells it. */
  async round(): Promise<void> {
    const { pool, clock } = this.#ports;
    const now = clock.now();
    const oldest = new Date(now.getTime() - historyMs);
    const node = this.#meter.read();
    this.#loads = [...since(this.#loads, oldest), { at: now, node }];
    for (const [id, { watchers, samples }] of this.#watched) {
      const last = samples.at(-1);
      if (watchers.size === 0 && (!last || last.at < oldest)) this.#watched.delete(id);
    }
    const wanted = [...this.#watched].filter(([, { watchers }]) => watchers.size > 0);
    if (wanted.length === 0) return;
    const figures = await readFigures(
      pool,
      wanted.map(([id]) => id),
      now,
    );
    for (const [id, watched] of wanted) {
      const found = figures.get(id);
      if (found) this.#tell(watched, { at: now, ...found, node }, oldest);
    }
  }

  #tell(watched: Watched, sample: Sample, oldest: Date): void {
    watched.samples = [...since(watched.samples, oldest), sample];
    const full = this.#packet({ type: 'sample', sample });
    let partial: Packet | null = null;
    for (const { write, withNode } of watched.watchers) {
      if (!withNode) partial ??= this.#packet({ type: 'sample', sample: withoutNode(sample) });
      write(withNode ? full : (partial ?? full));
    }
  }

  #hold(organisationId: string): Watched {
    const known = this.#watched.get(organisationId);
    if (known && known.watchers.size > 0) return known;
    const watched: Watched = {
      watchers: new Set(),
      samples: known?.samples ?? [],
      ready: Promise.resolve(),
    };
    watched.ready = this.#fill(organisationId, watched);
    this.#watched.set(organisationId, watched);
    return watched;
  }

  /** Reads from rows what was said since the last sample. */
  async #fill(organisationId: string, watched: Watched): Promise<void> {
    const now = this.#ports.clock.now();
    const oldest = new Date(now.getTime() - historyMs);
    const kept = since(watched.samples, oldest);
    const from = kept.at(-1)?.at ?? oldest;
    // A reader that comes back within a few rounds finds nothing worth a query.
    const gap = now.getTime() - from.getTime() > everySeconds * 5_000;
    const past = gap ? await readPast(this.#ports.pool, organisationId, from, now) : [];
    const filled = past.map((sample) => ({ ...sample, node: this.#loadAt(sample.at) }));
    // Rounds may have told of now while the rows were read.
    const told = watched.samples.filter((sample) => sample.at >= now);
    watched.samples = [...kept, ...filled, ...told];
  }

  #loadAt(moment: Date): NodeLoad | null {
    return this.#loads.findLast(({ at }) => at <= moment)?.node ?? null;
  }

  #packet(event: MetricsEvent): Packet {
    return Packet.of({ seq: null, node: this.#ports.node.id }, null, event);
  }
}

const since = <Timed extends { at: Date }>(list: readonly Timed[], oldest: Date): Timed[] =>
  list.filter(({ at }) => at >= oldest);
const withoutNode = (sample: Sample): Sample => ({ ...sample, node: null });
