import type { Connections } from '../live/connections.ts';
import type { Host } from '../ports/host.ts';
import type { NodeLoad } from './schemas.ts';

/** Reads how this node is doing. Cheap: counters only, nobody is asked. */
export class NodeMeter {
  readonly #host: Host;
  readonly #connections: Pick<Connections, 'count'>;
  #cpuSeconds: number;
  #at = performance.now();

  constructor(host: Host, connections: Pick<Connections, 'count'>) {
    this.#host = host;
    this.#connections = connections;
    this.#cpuSeconds = host.figures().cpuSeconds;
  }

  /** The load now; of the processor since the last reading. */
  read(): NodeLoad {
    const { cpuSeconds, eventLoopDelayMs, memoryBytes } = this.#host.figures();
    const at = performance.now();
    const seconds = (at - this.#at) / 1000;
    const cpu = seconds > 0 ? Math.max(0, cpuSeconds - this.#cpuSeconds) / seconds : 0;
    this.#cpuSeconds = cpuSeconds;
    this.#at = at;
    return {
      sockets: this.#connections.count,
      cpu,
      eventLoopDelayMs: eventLoopDelayMs.p99,
      memoryBytes: memoryBytes.rss,
    };
  }
}
