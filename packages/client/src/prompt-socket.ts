import { inBatches } from './batches.ts';
import type { Runtime } from './runtime.ts';

/** How long the other side may take to agree that the socket is closed. */
const patienceMs = 1_000;

export interface PromptSocketOptions {
  WebSocket: typeof WebSocket;
  runtime: Runtime;
  /** Told of each socket before anybody else listens to it. */
  watch: (socket: WebSocket) => void;
}

/**
 * The WebSocket class, except that long messages are divided and that `close()` is soon followed by
 * its event. On a dead network the other side never agrees to close, and the event comes minutes
 * later or never: nobody would reconnect.
 */
export function promptSocket({ WebSocket, runtime, watch }: PromptSocketOptions): typeof WebSocket {
  return class extends WebSocket {
    #gone = false;
    #cancel = () => {};

    constructor(url: string | URL) {
      super(url);
      this.addEventListener('close', (event) => {
        if (this.#gone) event.stopImmediatePropagation();
        this.#gone = true;
        this.#cancel();
      });
      this.addEventListener('message', (event) => {
        if (this.#gone) event.stopImmediatePropagation();
      });
      watch(this);
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (typeof data !== 'string') super.send(data);
      else for (const batch of inBatches(data)) super.send(batch);
    }

    override close(code?: number, reason?: string): void {
      super.close(code, reason);
      this.#cancel();
      if (this.#gone) return;
      this.#cancel = runtime.after(patienceMs, () =>
        this.dispatchEvent(new CloseEvent('close', { code: 1006, wasClean: false })),
      );
    }
  };
}
