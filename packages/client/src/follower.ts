import { retryDelayMs } from './backoff.ts';
import { AtalayaError } from './errors.ts';
import type { Runtime } from './runtime.ts';

interface Unsubscribable {
  unsubscribe(): void;
}

/** What a subscription reports. */
export interface SubscriptionHandlers<Value> {
  onData: (value: Value) => void;
  onError: (thrown: unknown) => void;
  onComplete: () => void;
}

export interface FollowerOptions<Value> {
  runtime: Runtime;
  /** Begins the subscription, from where it stands. */
  subscribe: (handlers: SubscriptionHandlers<Value>) => Unsubscribable;
  onValue: (value: Value) => void;
  /** It is over: the server will not have it any more. */
  onEnd: (error: AtalayaError) => void;
  /** Gets another access token; resolves to whether there is one. */
  renew: () => Promise<boolean>;
}

/** Errors after which the same subscription may well work a moment later. */
const passing = new Set(['unavailable', 'internal', 'tooMany']);

/** Keeps one subscription going over lost lines, servers that stop and tokens that run out. */
export class Follower<Value> {
  readonly #options: FollowerOptions<Value>;
  #current: Unsubscribable | null = null;
  /** Counts the beginnings, so that what an earlier one still says is not heard. */
  #round = 0;
  #attempt = 0;
  #over = false;
  #cancelRetry = () => {};

  constructor(options: FollowerOptions<Value>) {
    this.#options = options;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Begins, or begins again. */
  start(): void {
    if (this.#over) return;
    this.#cancelRetry();
    const round = ++this.#round;
    const mine = () => round === this.#round && !this.#over;
    this.#current?.unsubscribe();
    this.#current = this.#options.subscribe({
      onData: (value) => {
        if (!mine()) return;
        this.#attempt = 0;
        this.#options.onValue(value);
      },
      onError: (thrown) => {
        if (mine()) this.#mend(AtalayaError.from(thrown));
      },
      onComplete: () => {
        if (mine()) this.#retry(null);
      },
    });
  }

  /** Ends without a word. */
  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelRetry();
    this.#current?.unsubscribe();
  }

  end(error: AtalayaError): void {
    if (this.#over) return;
    this.stop();
    this.#options.onEnd(error);
  }

  #mend(error: AtalayaError): void {
    if (error.wantsToken) {
      const round = this.#round;
      this.#options.renew().then(
        (renewed) => {
          if (round !== this.#round) return;
          if (renewed) this.#retry(error);
          else this.end(error);
        },
        () => this.#retry(error),
      );
    } else if (passing.has(error.code)) {
      this.#retry(error);
    } else {
      this.end(error);
    }
  }

  #retry(error: AtalayaError | null): void {
    const { runtime } = this.#options;
    const least = (error?.retryAfter ?? 0) * 1000;
    const delay = least + retryDelayMs(this.#attempt++, runtime.random());
    this.#cancelRetry();
    this.#cancelRetry = runtime.after(delay, () => this.start());
  }
}
