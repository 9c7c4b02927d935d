import { type Subscribable, Value } from './subscribable.ts';

/** Who this client speaks for, and how it proves that. */
export interface Credentials {
  /** Whose calls these are; null: nobody is signed in. */
  readonly owner: Subscribable<string | null>;
  /** An access token that is good now; null when nobody is signed in. */
  token(): Promise<string | null>;
  /** The server refused this token. Resolves to whether there is another one now. */
  renew(refused: string | null): Promise<boolean>;
  /** The server closed the session, with its word for why. */
  ended(detail: string | null): void;
}

export type TokenSource = string | (() => string | Promise<string>);

/** A token that was given from outside, for services; a function is asked again when it is refused. */
export class TokenCredentials implements Credentials {
  readonly owner = new Value<string | null>('token');
  readonly #source: TokenSource;
  readonly #onEnded: (detail: string | null) => void;
  #asking: Promise<string> | null = null;
  #token: string | null = null;

  constructor(source: TokenSource, onEnded: (detail: string | null) => void) {
    this.#source = source;
    this.#onEnded = onEnded;
  }

  async token(): Promise<string | null> {
    if (this.owner.get() === null) return null;
    return this.#token ?? (await this.#ask());
  }

  async renew(refused: string | null): Promise<boolean> {
    if (this.owner.get() === null) return false;
    if (this.#token === refused) await this.#ask();
    if (this.#token !== refused) return true;
    this.ended('refused');
    return false;
  }

  ended(detail: string | null): void {
    if (this.owner.get() === null) return;
    this.owner.set(null);
    this.#onEnded(detail);
  }

  #ask(): Promise<string> {
    const source = this.#source;
    this.#asking ??= Promise.resolve(typeof source === 'string' ? source : source())
      .then((token) => {
        this.#token = token;
        return token;
      })
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }
}
