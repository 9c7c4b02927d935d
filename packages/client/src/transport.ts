import type { AppRouter } from '@atalaya/api/types';
import {
  createTRPCClient,
  httpLink,
  type Operation,
  splitLink,
  type TRPCClient,
  type TRPCLink,
} from '@trpc/client';
import { observable } from '@trpc/server/observable';
import superjson from 'superjson';
import { callLink } from './call-link.ts';
import { AtalayaError } from './errors.ts';
import { Line, type LineOptions } from './line.ts';
import type { Runtime } from './runtime.ts';
import type { SessionCalls } from './session.ts';

interface TransportOptions extends LineOptions {
  timeoutMs: number;
}

/** Calls that set or read the session's cookie, or make a session: always by HTTP. */
const sessionPaths = new Set(['auth.login', 'auth.register', 'auth.refresh', 'auth.logout']);

/** The ways to the server: the line of whoever is signed in, and HTTP beside it. */
export class Transport {
  readonly api: TRPCClient<AppRouter>;
  readonly #options: TransportOptions;
  #line: Line | null = null;

  constructor(options: TransportOptions) {
    this.#options = options;
    const { url, credentials, monitor, runtime, timeoutMs } = options;
    this.api = createTRPCClient<AppRouter>({
      links: [
        callLink({
          runtime,
          timeoutMs,
          offline: () => monitor.state.get().status === 'offline',
          byLine: (op) => !this.#byHttp(op),
          renew: (path) => (sessionPaths.has(path) ? Promise.resolve(false) : this.renew()),
        }),
        splitLink({
          condition: (op) => this.#byHttp(op),
          true: http(url, () => credentials.token()),
          false: this.#lineLink(),
        }),
      ],
    });
  }

  /** The few calls that a session is made of, without a session. */
  static sessionCalls({
    url,
    runtime,
    timeoutMs,
  }: {
    url: string;
    runtime: Runtime;
    timeoutMs: number;
  }): SessionCalls {
    const { auth } = createTRPCClient<AppRouter>({
      links: [
        callLink({
          runtime,
          timeoutMs,
          offline: () => false,
          byLine: () => false,
          renew: () => Promise.resolve(false),
        }),
        http(url, () => Promise.resolve(null)),
      ],
    });
    return {
      login: (input) => auth.login.mutate(input),
      refresh: (input) => auth.refresh.mutate(input),
      logout: (input) => auth.logout.mutate(input),
      register: (input) => auth.register.mutate(input),
    };
  }

  open(): void {
    this.#line ??= new Line(this.#options);
  }

  close(): void {
    const line = this.#line;
    // First: calls that fail now must not be tried again on the line that is going.
    this.#line = null;
    line?.close();
  }

  /** Gets a new access token and makes the line again with it. Resolves to whether there is one. */
  async renew(): Promise<boolean> {
    const line = this.#line;
    const refused = line?.token ?? null;
    const renewed = await this.#options.credentials.renew(refused);
    // Others may have asked for the same while this waited.
    if (renewed && line?.token === refused) line.reopen();
    return renewed;
  }

  #byHttp(op: Operation): boolean {
    if (op.type === 'subscription') return false;
    return this.#line === null || op.context.transport === 'http' || sessionPaths.has(op.path);
  }

  #lineLink(): TRPCLink<AppRouter> {
    return (runtime) => (call) => {
      const line = this.#line;
      if (line) return line.link(runtime)(call);
      return observable((observer) => observer.error(AtalayaError.signedOut()));
    };
  }
}

function http(url: string, token: () => Promise<string | null>): TRPCLink<AppRouter> {
  return httpLink<AppRouter>({
    url,
    transformer: superjson,
    headers: async ({ op }) => {
      const bearer = sessionPaths.has(op.path) ? null : await token();
      return bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    },
    // The cookie travels to the installation's own address only.
    fetch: (input, init) => fetch(input, { ...(init as RequestInit), credentials: 'same-origin' }),
  });
}
