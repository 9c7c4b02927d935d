import type { Me, RouterInputs, RouterOutputs, SignedIn } from '@atalaya/api/types';
import { retryDelayMs } from './backoff.ts';
import type { Credentials } from './credentials.ts';
import { alone, onWake } from './environment.ts';
import { AtalayaError } from './errors.ts';
import { Pause, type Runtime } from './runtime.ts';
import type { SessionStore } from './session-store.ts';
import { type Subscribable, Value } from './subscribable.ts';

export type SessionState =
  /** Finding out whether there is a session; `error` while the server cannot be reached. */
  | { status: 'restoring'; error: AtalayaError | null }
  | { status: 'signedIn'; member: Me }
  | {
      status: 'signedOut';
      /** `none`: there was no session. `expired`: it ran out. `ended`: the server closed it. */
      reason: 'none' | 'signedOut' | 'expired' | 'ended';
      /** The server's word for why it ended it, such as `banned`. */
      detail: string | null;
      error: AtalayaError | null;
    };

export interface Session {
  readonly state: Subscribable<SessionState>;
  /** Goes on with the session of last time. Resolves when it is known whether there is one. */
  restore(): Promise<SessionState>;
  /** Throws `wrongCredentials`, `forbidden` (banned, deactivated), `tooMany`, `unavailable`. */
  signIn(who: { email: string; password: string }): Promise<Me>;
  /** Makes an account; sign in afterwards. Throws `taken`, `featureOff`, `notFound`, `forbidden`. */
  register(input: RouterInputs['auth']['register']): Promise<RouterOutputs['auth']['register']>;
  /** Signs out here at once; throws `unavailable` when the server could not be told. */
  signOut(): Promise<void>;
}

/** The calls that a session is made of; always by HTTP, where the cookie travels. */
export interface SessionCalls {
  login(input: RouterInputs['auth']['login']): Promise<SignedIn>;
  refresh(input: { refreshToken: string } | undefined): Promise<SignedIn>;
  logout(input: { refreshToken: string } | undefined): Promise<unknown>;
  register(input: RouterInputs['auth']['register']): Promise<RouterOutputs['auth']['register']>;
}

export interface SessionOptions {
  calls: SessionCalls;
  store: SessionStore;
  runtime: Runtime;
  /** Tabs that share a session share this name, so that one refreshes at a time. */
  lockName: string;
  /** The person leaves by their own will. */
  onLeaving: () => void;
  onStoreError: (error: unknown) => void;
}

interface Access {
  token: string;
  /** Until when it is used, in milliseconds since 1970. */
  useUntil: number;
}

/** Answers after which there is no point in asking again. */
const refusals = new Set([
  'unauthenticated',
  'sessionEnded',
  'wrongCredentials',
  'forbidden',
  'notFound',
  'expired',
  'invalidInput',
]);

/** One person's session: the access token in memory only, renewed ahead of its end and on demand. */
export class MemberSession implements Session, Credentials {
  readonly state = new Value<SessionState>(signedOut('none'));
  readonly owner = new Value<string | null>(null);
  readonly #options: SessionOptions;
  readonly #pause: Pause;
  readonly #stopWake: () => void;
  #access: Access | null = null;
  #renewing: Promise<boolean> | null = null;
  /** Changes with each sign-in and sign-out: what belongs to an earlier one is dropped. */
  #generation = 0;
  #cancelTimer = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#pause = new Pause(options.runtime);
    this.#stopWake = onWake(() => this.#pause.end());
  }

  async restore(): Promise<SessionState> {
    if (this.owner.get() !== null) return this.state.get();
    const generation = this.#begin();
    this.state.set({ status: 'restoring', error: null });
    const known = await this.#isKept();
    if (generation !== this.#generation) return this.state.get();
    if (known) await this.#renew();
    else this.state.set(signedOut('none'));
    return this.state.get();
  }

  async signIn(who: { email: string; password: string }): Promise<Me> {
    const { calls, store } = this.#options;
    const answer = await calls.login({ ...who, session: store.keeping });
    this.#begin();
    await store.save(answer.refreshToken);
    this.#accept(answer);
    return answer.member;
  }

  register(input: RouterInputs['auth']['register']) {
    return this.#options.calls.register(input);
  }

  async signOut(): Promise<void> {
    const { calls, store, onLeaving } = this.#options;
    const refreshToken = store.keeping === 'token' ? await store.load() : null;
    onLeaving();
    await this.#end(signedOut('signedOut'));
    await calls.logout(refreshToken === null ? undefined : { refreshToken });
  }

  async token(): Promise<string | null> {
    if (this.owner.get() === null) return null;
    if (this.#access && this.#options.runtime.now() < this.#access.useUntil) {
      return this.#access.token;
    }
    await this.#renew();
    return this.#access?.token ?? null;
  }

  async renew(refused: string | null): Promise<boolean> {
    if (this.owner.get() === null) return false;
    if (this.#access && this.#access.token !== refused) return true;
    return this.#renew();
  }

  ended(detail: string | null): void {
    if (this.owner.get() !== null) void this.#end(signedOut('ended', detail));
  }

  /** Stops timers and waits; the session itself goes on for the next start. */
  close(): void {
    this.#begin();
    this.#stopWake();
    this.owner.set(null);
  }

  /** A store that cannot be read now is asked again while renewing. */
  async #isKept(): Promise<boolean> {
    try {
      return (await this.#options.store.load()) !== null;
    } catch (error) {
      this.#options.onStoreError(error);
      return true;
    }
  }

  /** A new chapter: whatever was under way for the old one stops. */
  #begin(): number {
    this.#cancelTimer();
    this.#renewing = null;
    const generation = ++this.#generation;
    this.#pause.end();
    return generation;
  }

  #renew(): Promise<boolean> {
    this.#cancelTimer();
    this.#renewing ??= this.#renewUntilDecided();
    const renewing = this.#renewing;
    const clear = () => {
      if (this.#renewing === renewing) this.#renewing = null;
    };
    renewing.then(clear, clear);
    return renewing;
  }

  /** Asks until the server says yes or no; a network that is away is waited for. */
  async #renewUntilDecided(): Promise<boolean> {
    const { runtime, lockName, store } = this.#options;
    const generation = this.#generation;
    for (let attempt = 0; ; attempt++) {
      try {
        const exchange = () => this.#exchange(generation);
        const answer = await (store.keeping === 'cookie' ? alone(lockName, exchange) : exchange());
        if (!answer || generation !== this.#generation) return false;
        this.#accept(answer);
        return true;
      } catch (thrown) {
        if (generation !== this.#generation) return false;
        const error = AtalayaError.from(thrown);
        if (error.answered && refusals.has(error.code)) {
          await this.#end(signedOut('expired', null, error));
          return false;
        }
        if (this.state.get().status === 'restoring') this.state.set({ status: 'restoring', error });
        const least = (error.retryAfter ?? 0) * 1000;
        await this.#pause.wait(least + retryDelayMs(attempt, runtime.random()));
        if (generation !== this.#generation) return false;
      }
    }
  }

  /** Gives the refresh token for a new one and keeps that before anything else. */
  async #exchange(generation: number): Promise<SignedIn | null> {
    const { calls, store } = this.#options;
    const kept = await store.load();
    if (generation !== this.#generation) return null;
    if (kept === null) throw AtalayaError.signedOut('sessionEnded');
    const answer = await calls.refresh(
      store.keeping === 'token' ? { refreshToken: kept } : undefined,
    );
    if (generation !== this.#generation) return null;
    await store.save(answer.refreshToken);
    return answer;
  }

  #accept({ accessToken, accessTokenExpiresAt, member }: SignedIn): void {
    const { runtime } = this.#options;
    const now = runtime.now();
    const life = accessTokenExpiresAt.getTime() - now;
    // A clock that is far off must not make a token be renewed without end.
    const lifeMs = life > 0 ? life : 60_000;
    // Not everybody who signed in at the same time comes back at the same time.
    const renewInMs = lifeMs * (0.7 + runtime.random() * 0.15);
    this.#access = { token: accessToken, useUntil: now + lifeMs * 0.95 };
    this.#cancelTimer();
    this.#cancelTimer = runtime.after(Math.max(1_000, renewInMs), () => void this.#renew());
    this.state.set({ status: 'signedIn', member });
    this.owner.set(member.id);
  }

  async #end(state: SessionState): Promise<void> {
    this.#begin();
    this.#access = null;
    this.state.set(state);
    this.owner.set(null);
    try {
      await this.#options.store.clear();
    } catch (error) {
      this.#options.onStoreError(error);
    }
  }
}

function signedOut(
  reason: 'none' | 'signedOut' | 'expired' | 'ended',
  detail: string | null = null,
  error: AtalayaError | null = null,
): SessionState {
  return { status: 'signedOut', reason, detail, error };
}
