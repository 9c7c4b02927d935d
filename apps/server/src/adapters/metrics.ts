import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CounterName, Host, Metrics, ProcessFigures } from '@atalaya/api';
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the figures are read from once it exists; until then they are missing. */
export interface Measured {
  pool: Pool;
  sockets: () => number;
  topics: () => number;
  queueDepth: () => Promise<number>;
  busConnected: () => boolean;
}

export interface ProcessMetrics extends Metrics {
  /** From now on these are measured, too. */
  observe(measured: Measured): void;
  figures: Host['figures'];
  /** Everything in the text format of Prometheus. */
  expose(): Promise<{ contentType: string; text: string }>;
  close(): void;
}

const counterHelp: Record<CounterName, string> = {
  messages_written: 'Messages written to the database',
  message_batches: 'Commits that messages shared',
  events_delivered: 'Events written to sockets',
  events_replayed: 'Events read from rows for readers that came back',
  gaps_healed: 'Gaps in live events that were filled from rows',
  slow_readers: 'Readers that did not keep up',
  sockets_ended: 'Sockets closed because a session or person may not go on',
  broken_frames: 'Sockets closed because of a frame that was too large or none at all',
};
const resetDelayEveryMs = 60_000;

/** The figures of this process, counted in memory. Counting costs well under a microsecond. */
export function createMetrics(version: string): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  // A stall of last week says nothing about now.
  const reset = setInterval(() => delay.reset(), resetDelayEveryMs);
  reset.unref();

  new Gauge({
    name: 'atalaya_info',
    help: 'The version that runs',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  const calls = new Histogram({
    name: 'atalaya_procedure_seconds',
    help: 'Calls of procedures by outcome',
    labelNames: ['path', 'outcome'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers: [registry],
  });
  const counters = new Map<CounterName, Counter>();
  for (const name of Object.keys(counterHelp) as CounterName[]) {
    const help = counterHelp[name];
    counters.set(name, new Counter({ name: `atalaya_${name}_total`, help, registers: [registry] }));
  }
  let pool: Pool | null = null;

  return {
    call: (path, outcome, seconds) => calls.observe({ path, outcome }, seconds),
    count: (name, by) => counters.get(name)?.inc(by),
    observe(measured) {
      pool = measured.pool;
      addGauges(registry, measured);
    },
    figures: (): ProcessFigures => {
      const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      return {
        eventLoopDelayMs: {
          mean: inMs(delay.mean),
          p99: inMs(delay.percentile(99)),
          max: inMs(delay.max),
        },
        memoryBytes: { rss, heapUsed, heapTotal, external },
        cpuSeconds: (user + system) / 1e6,
        databasePool: poolFigures(pool),
        versions: { node: process.versions.node },
      };
    },
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    close() {
      clearInterval(reset);
      delay.disable();
      registry.clear();
    },
  };
}

/** The histogram counts nanoseconds, and its own waiting time of 20 ms is part of what it measures. */
const inMs = (nanoseconds: number) =>
  Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - 20) : 0;

const poolFigures = (pool: Pool | null) => ({
  total: pool?.totalCount ?? 0,
  idle: pool?.idleCount ?? 0,
  waiting: pool?.waitingCount ?? 0,
});

function addGauges(registry: Registry, measured: Measured): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `atalaya_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('sockets', 'Open WebSockets', measured.sockets);
  gauge('live_topics', 'Live topics with readers on this node', measured.topics);
  gauge('bus_connected', 'Whether messages reach the other nodes', () =>
    measured.busConnected() ? 1 : 0,
  );
  new Gauge({
    name: 'atalaya_queue_depth',
    help: 'Jobs that wait',
    registers,
    async collect() {
      // While the database is down the rest of the figures is wanted all the more.
      this.set(await measured.queueDepth().catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'atalaya_database_pool',
    help: 'Connections to the database by state; waiting: callers without one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(poolFigures(measured.pool))) {
        this.set({ state }, count);
      }
    },
  });
}
