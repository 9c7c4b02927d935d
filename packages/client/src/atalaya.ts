import type { AppRouter } from '@atalaya/api/types';
import type { TRPCClient } from '@trpc/client';
import { type ChannelHandlers, type ChannelStream, LiveChannel } from './channel-stream.ts';
import { ConnectionMonitor, type ConnectionState } from './connection-state.ts';
import { type Credentials, TokenCredentials, type TokenSource } from './credentials.ts';
import { loadTimeMs } from './environment.ts';
import { AtalayaError } from './errors.ts';
import type { Files } from './file-items.ts';
import { CachedFileUrls, type FileUrls } from './file-urls.ts';
import { FileUploads } from './files.ts';
import { Measures } from './measures.ts';
import { MessageOutbox, type Outbox } from './outbox.ts';
import { memoryOutbox, type OutboxStore } from './outbox-store.ts';
import { type Runtime, systemRuntime } from './runtime.ts';
import { MemberSession, type Session } from './session.ts';
import type { SessionStore } from './session-store.ts';
import {
  type EventOf,
  type InputOf,
  type Procedure,
  type StreamHandlers,
  Streams,
} from './streams.ts';
import type { Subscribable } from './subscribable.ts';
import { Transport } from './transport.ts';

interface CommonOptions {
  /** Address of the installation, such as `https://community.example`. */
  url: string;
  /** Where unsent messages are kept; in memory unless said otherwise. */
  outbox?: OutboxStore;
  /** Milliseconds after which a call without an answer fails; 15,000. */
  timeoutMs?: number;
  /** Told of what goes wrong outside of any call, such as a store that is full. */
  onError?: (error: unknown) => void;
  /** For programs without a global WebSocket. */
  WebSocket?: typeof WebSocket;
  /** For tests: clock, timers and chance. */
  runtime?: Runtime;
}

export interface SessionClientOptions extends CommonOptions {
  /** Where the refresh token lives: people sign in and out. */
  session: SessionStore;
  /** Whether it tells the server how quick the product is here: for people's screens. */
  measures?: boolean;
}

export interface TokenClientOptions extends CommonOptions {
  /** An access token, or a function that gets one; it is asked again when a token is refused. */
  token: TokenSource;
  /** The token is refused for good or its session was closed; the client stands still. */
  onSignedOut?: (detail: string | null) => void;
}

export interface Atalaya {
  /** Every procedure: `api.chat.messages.history.query({ channelId })`. Throws `AtalayaError`. */
  readonly api: TRPCClient<AppRouter>;
  readonly connection: Subscribable<ConnectionState>;
  readonly outbox: Outbox;
  /** Files on their way to the server. */
  readonly files: Files;
  /** Where files can be read. */
  readonly fileUrls: FileUrls;
  /** What happens in a channel: every event once, in order, over lost lines and restarts. */
  channel(channelId: string, handlers: ChannelHandlers): ChannelStream;
  /** Any other subscription, kept going until it is closed: `follow(api.chat.onMine, undefined, …)`. */
  follow<P extends Procedure>(
    procedure: P,
    input: InputOf<P>,
    handlers: StreamHandlers<EventOf<P>>,
  ): { close(): void };
  /** Drops the line and stops everything. The session itself stays. */
  close(): void;
}

/** Gives a call by HTTP instead of the WebSocket: `query(input, overHttp)`. */
export const overHttp = { context: { transport: 'http' } } as const;

/** A client for people, who sign in and out. */
export function createAtalaya(options: SessionClientOptions): Atalaya & { session: Session };
/** A client for services, with a token. */
export function createAtalaya(options: TokenClientOptions): Atalaya;
export function createAtalaya(
  options: SessionClientOptions | TokenClientOptions,
): Atalaya & { session?: Session } {
  const { runtime = systemRuntime, timeoutMs = 15_000, onError = report } = options;
  const home = options.url.replace(/\/+$/, '');
  const url = `${home}/trpc`;
  const monitor = new ConnectionMonitor(runtime);

  const session =
    'session' in options
      ? new MemberSession({
          calls: Transport.sessionCalls({ url, runtime, timeoutMs }),
          store: options.session,
          runtime,
          lockName: `atalaya:${url}`,
          onLeaving: () => outbox.discard(),
          onStoreError: onError,
        })
      : null;
  const credentials: Credentials =
    session ??
    new TokenCredentials(
      (options as TokenClientOptions).token,
      (options as TokenClientOptions).onSignedOut ?? (() => {}),
    );

  const transport = new Transport({
    url,
    credentials,
    monitor,
    runtime,
    timeoutMs,
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    onLost: () => streams.restart(),
  });
  const { api } = transport;
  const renew = () => transport.renew();
  const streams = new Streams({ runtime, renew });
  const online = () => ['online', 'catchingUp'].includes(monitor.state.get().status);
  const outbox = new MessageOutbox({
    store: options.outbox ?? memoryOutbox(),
    runtime,
    send: (input) => api.chat.messages.send.mutate(input),
    online,
    streamed: (channelId) => streams.has(channelId),
    onStoreError: onError,
  });

  const files = new FileUploads({
    url: home,
    runtime,
    connection: monitor.state,
    token: () => credentials.token(),
    renew: (refused) => credentials.renew(refused),
    calls: {
      begin: (input) => api.files.begin.mutate(input),
      complete: (fileId) => api.files.complete.mutate({ fileId }),
      get: (fileId) => api.files.get.query({ fileId }),
      delete: (fileId) => api.files.delete.mutate({ fileId }),
      follow: (listener) =>
        streams.follow(api.files.onMine, undefined, {
          onEvent: (event) => listener(event.type === 'changed' ? event.file : null),
        }),
    },
  });
  const fileUrls = new CachedFileUrls({
    url: home,
    runtime,
    ask: (fileIds) => api.files.urls.query({ fileIds }),
  });

  const measures =
    'session' in options && options.measures
      ? new Measures({
          runtime,
          connection: monitor.state,
          loadMs: loadTimeMs,
          clock: () => api.insights.clock.query(),
          report: (input) => api.insights.report.mutate(input),
        })
      : null;

  let owner: string | null = null;
  const changeOwner = () => {
    const now = credentials.owner.get();
    if (now === owner) return;
    owner = now;
    streams.end(AtalayaError.signedOut('sessionEnded'));
    transport.close();
    files.discard();
    fileUrls.clear();
    measures?.stop();
    void outbox.open(now);
    if (now === null) return;
    transport.open();
    measures?.start();
  };
  const stopOwner = credentials.owner.subscribe(changeOwner);
  const stopMonitor = monitor.state.subscribe(() => {
    if (online()) outbox.resume();
  });
  changeOwner();

  return {
    api,
    connection: monitor.state,
    outbox,
    files,
    fileUrls,
    channel: (channelId, handlers) =>
      streams.add(
        channelId,
        (closed) =>
          new LiveChannel(
            {
              runtime,
              renew,
              closed,
              subscribe: (lastEventId, receive) =>
                api.chat.onChannel.subscribe({ channelId, lastEventId }, receive),
              fellBehind: (stream) => monitor.fellBehind(stream),
              caughtUp: (stream) => monitor.caughtUp(stream),
              overhear: (event, asItHappened) => {
                if (event.type !== 'message.created') return;
                outbox.delivered(event.message);
                if (asItHappened) measures?.delivered(channelId, event.message.createdAt);
              },
            },
            handlers,
          ),
      ),
    follow: (procedure, input, handlers) => streams.follow(procedure, input, handlers),
    close() {
      stopOwner();
      stopMonitor();
      measures?.stop();
      files.close();
      streams.stop();
      transport.close();
      void outbox.open(null);
      session?.close();
    },
    ...(session ? { session } : {}),
  };
}

/** Where nobody listens: the console of a browser, or the end of a program. */
function report(error: unknown): void {
  const { reportError } = globalThis as { reportError?: (error: unknown) => void };
  if (reportError) reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
