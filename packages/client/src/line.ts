import type { AppRouter } from '@atalaya/api/types';
import { createWSClient, TRPCClientError, type TRPCLink, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { retryDelayMs } from './backoff.ts';
import { closeCodes } from './close-codes.ts';
import type { ConnectionMonitor } from './connection-state.ts';
import type { Credentials } from './credentials.ts';
import { onWake } from './environment.ts';
import { AtalayaError } from './errors.ts';
import { promptSocket } from './prompt-socket.ts';
import { Pause, type Runtime } from './runtime.ts';

export interface LineOptions {
  /** Address of the API, `http(s)://…/trpc`. */
  url: string;
  credentials: Credentials;
  monitor: ConnectionMonitor;
  runtime: Runtime;
  WebSocket: typeof WebSocket;
  /** The line was lost; streams on it have to begin again. */
  onLost: () => void;
}

/** A line that held so long works: its next loss is a first one. */
const provenMs = 5_000;
/** How long a line may be silent after a wake-up before it is taken for dead. */
const probeMs = 3_000;

/** The one WebSocket of somebody who is signed in: comes back by itself until it is closed. */
export class Line {
  readonly link: TRPCLink<AppRouter>;
  readonly #options: LineOptions;
  readonly #client: ReturnType<typeof createWSClient>;
  readonly #open = new Set<WebSocket>();
  readonly #pause: Pause;
  readonly #stopWake: () => void;
  /** Tries since the line last worked; the very first does not wait. */
  #tries = 0;
  #closeCode: number | null = null;
  #token: string | null = null;
  #refused: string | null = null;
  #closed = false;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#pause = new Pause(options.runtime);
    this.#stopWake = onWake(() => this.wake());
    options.monitor.starting();
    this.#client = createWSClient({
      url: () => this.#admitted(),
      connectionParams: () => (this.#token === null ? {} : { token: this.#token }),
      WebSocket: promptSocket({
        WebSocket: options.WebSocket,
        runtime: options.runtime,
        watch: (socket) => this.#watch(socket),
      }),
      // The waiting is done in `#admitted`, where it can be cut short.
      retryDelayMs: () => 0,
      keepAlive: { enabled: true, intervalMs: 15_000, pongTimeoutMs: 5_000 },
      // By now the library has begun to reconnect, so new requests wait for the next socket.
      onClose: () => queueMicrotask(() => this.#closed || options.onLost()),
      experimental_encoder: {
        encode: (message) => JSON.stringify(message),
        decode: (text) => this.#heard(JSON.parse(String(text))),
      },
    });
    this.link = wsLink({ client: this.#client, transformer: superjson });
  }

  /** The token that the server knows this line by. */
  get token(): string | null {
    return this.#token;
  }

  /** Drops the line and makes it again, with the token of now. */
  reopen(): void {
    for (const socket of this.#open) socket.close();
  }

  /** Tries at once if it waits, and finds out whether an open line still works. */
  wake(): void {
    this.#pause.end();
    for (const socket of this.#open) this.#probe(socket);
  }

  /** Closes for good; calls that are under way fail. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopWake();
    void this.#client.close();
    this.#pause.end();
    this.reopen();
    this.#options.monitor.stopped();
  }

  /** Resolves to the address when it is time to connect and there is a token to do it with. */
  async #admitted(): Promise<string> {
    const { credentials, runtime, url } = this.#options;
    const attempt = this.#tries++;
    if (attempt > 0) {
      await this.#pause.wait(retryDelayMs(attempt - 1, runtime.random(), this.#closeCode));
    }
    if (this.#refused !== null) {
      const refused = this.#refused;
      if (await credentials.renew(refused)) this.#refused = null;
    }
    this.#token = this.#closed ? null : await credentials.token();
    if (this.#closed || this.#token === null) throw AtalayaError.signedOut();
    return url.replace(/^http/, 'ws');
  }

  #watch(socket: WebSocket): void {
    const { monitor, runtime, credentials } = this.#options;
    let stopProof = () => {};
    socket.addEventListener('open', () => {
      if (this.#closed) {
        socket.close();
        return;
      }
      this.#open.add(socket);
      stopProof = runtime.after(provenMs, () => this.#proven());
      monitor.opened();
    });
    socket.addEventListener('close', ({ code, reason }) => {
      stopProof();
      this.#open.delete(socket);
      if (this.#closed) return;
      this.#closeCode = code;
      if (code === closeCodes.reauthenticate) this.#refused = this.#token;
      if (this.#open.size === 0) monitor.lost();
      // At the door it is the token that was refused; whether the session lives, a renewal shows.
      const atTheDoor = this.#refused !== null;
      if (code === closeCodes.sessionEnded && !atTheDoor) credentials.ended(reason || null);
    });
  }

  /** Looks at each message on its way to the library. */
  #heard(message: { id?: unknown; result?: unknown; error?: unknown }): unknown {
    if (message.result !== undefined) this.#proven();
    // An error without an id is the server's refusal of the whole line.
    if (message.id === null && message.error !== undefined) {
      const shape = superjson.deserialize(message.error as never);
      const error = AtalayaError.from(TRPCClientError.from({ error: shape } as object));
      if (error.wantsToken) this.#refused = this.#token;
    }
    return message;
  }

  #proven(): void {
    this.#tries = 1;
    this.#closeCode = null;
  }

  #probe(socket: WebSocket): void {
    let silent = true;
    const hear = () => {
      silent = false;
    };
    socket.addEventListener('message', hear, { once: true });
    socket.send('PING');
    this.#options.runtime.after(probeMs, () => {
      if (silent && this.#open.has(socket)) socket.close();
    });
  }
}
