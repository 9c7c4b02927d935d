import type { Runtime } from './runtime.ts';
import { Value } from './subscribable.ts';

/** How the line to the server stands. */
export type ConnectionState =
  /** Nobody is signed in, so there is no line. */
  | { status: 'idle' }
  /** The first try since signing in. */
  | { status: 'connecting' }
  | { status: 'online' }
  /** The line is back, and what was missed is being read. */
  | { status: 'catchingUp' }
  /** Tries go on by themselves. */
  | { status: 'offline'; since: Date };

/** Makes one state of what the line and the streams on it say. */
export class ConnectionMonitor {
  readonly state = new Value<ConnectionState>({ status: 'idle' });
  readonly #runtime: Runtime;
  readonly #behind = new Set<object>();
  #open = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  starting(): void {
    this.#open = false;
    this.state.set({ status: 'connecting' });
  }

  opened(): void {
    this.#open = true;
    this.#settle();
  }

  /** The line was lost, or a try to make it failed. */
  lost(): void {
    this.#open = false;
    if (this.state.get().status === 'offline') return;
    this.state.set({ status: 'offline', since: new Date(this.#runtime.now()) });
  }

  stopped(): void {
    this.#open = false;
    this.#behind.clear();
    this.state.set({ status: 'idle' });
  }

  /** A stream that was up to date has to catch up. */
  fellBehind(stream: object): void {
    this.#behind.add(stream);
    this.#settle();
  }

  /** A stream is up to date, or gone. */
  caughtUp(stream: object): void {
    if (this.#behind.delete(stream)) this.#settle();
  }

  #settle(): void {
    if (!this.#open) return;
    const status = this.#behind.size > 0 ? 'catchingUp' : 'online';
    if (this.state.get().status !== status) this.state.set({ status });
  }
}
