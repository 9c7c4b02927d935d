/** What only the host knows about the process and its configuration, for the operator. */
export interface Host {
  /** How this process is doing right now. Cheap: reads counters, asks nobody. */
  figures(): ProcessFigures;
  /** Which secrets of the configuration are set. Never their values. */
  secrets(): SecretStatus[];
}

export interface ProcessFigures {
  /** Milliseconds that a timer is late: 99 of 100 were quicker. Since the last minute. */
  eventLoopDelayMs: { mean: number; p99: number; max: number };
  memoryBytes: { rss: number; heapUsed: number; heapTotal: number; external: number };
  /** Seconds of processor time since the start. */
  cpuSeconds: number;
  databasePool: { total: number; idle: number; waiting: number };
  /** Name and version of what the process runs on, such as `node`. */
  versions: Record<string, string>;
}

export interface SecretStatus {
  /** Name of the environment variable that holds it, or of the file it was made in. */
  name: string;
  status: 'set' | 'notSet' | 'weak';
  /** Where it came from. */
  source: 'environment' | 'file' | 'none';
}

/** For where there is no host around, such as tests of a domain. */
export const bareHost: Host = {
  figures: () => ({
    eventLoopDelayMs: { mean: 0, p99: 0, max: 0 },
    memoryBytes: process.memoryUsage(),
    cpuSeconds: process.cpuUsage().user / 1e6,
    databasePool: { total: 0, idle: 0, waiting: 0 },
    versions: { node: process.versions.node },
  }),
  secrets: () => [],
};
