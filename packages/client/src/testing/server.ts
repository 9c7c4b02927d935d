import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelEvent, ErrorCode, Message } from '@atalaya/api/types';
import { initTRPC, TRPCError, tracked } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import superjson from 'superjson';
import { WebSocketServer } from 'ws';

type Logged = Extract<ChannelEvent, { type: 'message.created' }>;

/** How this server refuses; the shape of the real one's errors. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, retryAfter: number | null = null) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

interface Context {
  token: string | null;
}

/**
 * A small server that speaks the real one's protocol from memory, with handles that a real one
 * does not have: refuse the next call, answer late, close sockets with any code.
 */
export async function startSmallServer() {
  const channels = new Map<string, Logged[]>();
  const listeners = new Set<(channelId: string, event: ChannelEvent) => void>();
  const sent: { channelId: string; clientId: string; content: string }[] = [];
  const tokens = new Set<string>();
  const handles = {
    /** Called before each message is taken; may throw a `Refusal`. */
    beforeSend: async (_input: { clientId: string; content: string }) => {},
    /** Called after a message is kept, before it is answered. */
    beforeAnswer: async () => {},
    beforeRefresh: async () => {},
    lifeMs: 900_000,
    /** Subscriptions so far, with what each resumed from. */
    resumedFrom: [] as (string | null)[],
    refreshes: 0,
    logouts: 0,
    connections: 0,
    loginKeeping: '',
  };
  /** Events that are kept back, while they are. */
  let held: (() => void)[] | null = null;
  const waiting = new Set<() => void>();
  let refreshToken = '';
  let serial = 0;

  const issue = () => {
    const token = `access-${++serial}`;
    tokens.add(token);
    return token;
  };
  const signedIn = () => {
    refreshToken = `refresh-${++serial}-${'x'.repeat(20)}`;
    return {
      accessToken: issue(),
      accessTokenExpiresAt: new Date(Date.now() + handles.lifeMs),
      refreshToken,
      member: { id: 'ana', username: 'ana' },
    };
  };
  const logOf = (channelId: string) => {
    let log = channels.get(channelId);
    if (!log) {
      log = [];
      channels.set(channelId, log);
    }
    return log;
  };
  const append = (
    channelId: string,
    clientId: string,
    content: string,
    heard: 'heard' | 'unheard' = 'heard',
  ): Message => {
    const log = logOf(channelId);
    const known = log.find(({ message }) => message.clientId === clientId);
    if (known) return known.message;
    const seq = log.length + 1;
    const message: Message = {
      id: `${channelId}-${seq}`,
      channelId,
      seq,
      clientId,
      type: 'text',
      author: { id: 'ana', username: 'ana', displayName: 'Ana' },
      content,
      mentions: [],
      reactions: [],
      createdAt: new Date(),
      editedAt: null,
      deletedAt: null,
      hiddenAt: null,
    };
    const event: Logged = { type: 'message.created', seq, message };
    log.push(event);
    const tell = () => {
      for (const listener of listeners) listener(channelId, event);
    };
    if (heard === 'unheard') return message;
    if (held) held.push(tell);
    else tell();
    return message;
  };

  const t = initTRPC.context<Context>().create({
    transformer: superjson,
    errorFormatter: ({ shape, error }) => {
      const refusal = error.cause instanceof Refusal ? error.cause : null;
      const code: ErrorCode = refusal?.code ?? 'internal';
      return {
        ...shape,
        data: {
          error: code,
          messageKey: `error.${code}`,
          field: null,
          params: {},
          retryAfter: refusal?.retryAfter ?? null,
          requestId: 'request-1',
        },
      };
    },
  });
  const refuse = (cause: unknown) =>
    new TRPCError({ code: 'BAD_REQUEST', message: 'refused', cause });
  const open = t.procedure.use(async ({ next }) => {
    const result = await next();
    if (!result.ok && result.error.cause instanceof Refusal) throw refuse(result.error.cause);
    return result;
  });
  const member = open.use(({ ctx, next }) => {
    if (ctx.token === null) throw refuse(new Refusal('unauthenticated'));
    if (!tokens.has(ctx.token)) throw refuse(new Refusal('sessionEnded'));
    return next();
  });
  const input = <T>(value: unknown) => value as T;

  const router = t.router({
    auth: t.router({
      login: open
        .input((value) => input<{ email: string; password: string; session?: string }>(value))
        .mutation(({ input: { password, session } }) => {
          handles.loginKeeping = session ?? '';
          if (password !== 'right') throw new Refusal('wrongCredentials');
          return signedIn();
        }),
      refresh: open
        .input((value) => input<{ refreshToken: string } | undefined>(value))
        .mutation(async (call) => {
          handles.refreshes++;
          for (const resolve of waiting) resolve();
          waiting.clear();
          await handles.beforeRefresh();
          // Without a token the browser's cookie stands for it.
          if (call.input && call.input.refreshToken !== refreshToken)
            throw new Refusal('sessionEnded');
          return signedIn();
        }),
      logout: open
        .input((value) => input<{ refreshToken: string } | undefined>(value))
        .mutation(() => {
          handles.logouts++;
          return { done: true as const };
        }),
      me: member.query(({ ctx }) => ({ id: 'ana', token: ctx.token })),
    }),
    chat: t.router({
      messages: t.router({
        send: member
          .input((value) => input<{ channelId: string; clientId: string; content: string }>(value))
          .mutation(async (call) => {
            await handles.beforeSend(call.input);
            sent.push(call.input);
            const { channelId, clientId, content } = call.input;
            const message = append(channelId, clientId, content);
            await handles.beforeAnswer();
            return message;
          }),
      }),
      onChannel: member
        .input((value) => input<{ channelId: string; lastEventId?: string | null }>(value))
        .subscription(async function* ({ input: { channelId, lastEventId }, signal }) {
          handles.resumedFrom.push(lastEventId ?? null);
          if (channelId === 'forbidden') throw new Refusal('notMember');
          const log = logOf(channelId);
          const live: ChannelEvent[] = [];
          let wake = () => {};
          const listener = (channel: string, event: ChannelEvent) => {
            if (channel !== channelId) return;
            live.push(event);
            wake();
          };
          listeners.add(listener);
          signal?.addEventListener('abort', () => wake());
          try {
            let position = lastEventId ? Number(lastEventId) : log.length;
            for (const event of log.slice(position)) {
              position = event.seq;
              yield tracked(String(event.seq), event as ChannelEvent);
            }
            yield tracked(String(position), { type: 'ready', seq: position } as ChannelEvent);
            while (!signal?.aborted) {
              for (const event of live.splice(0)) {
                // What is not stored has no number to resume from.
                if (event.type === 'typing') yield { id: '', data: event } as never;
                else if ('seq' in event && event.seq > position) {
                  position = event.seq;
                  yield tracked(String(event.seq), event);
                }
              }
              if (live.length > 0) continue;
              await new Promise<void>((resolve) => {
                wake = resolve;
                if (signal?.aborted) resolve();
              });
            }
          } finally {
            listeners.delete(listener);
          }
        }),
    }),
  });

  const http = createServer(
    createHTTPHandler({
      router,
      basePath: '/trpc/',
      createContext: ({ req }) => {
        return { token: req.headers.authorization?.replace('Bearer ', '') ?? null };
      },
    }),
  );
  const wss = new WebSocketServer({ server: http, path: '/trpc' });
  applyWSSHandler({
    wss,
    router,
    createContext: ({ info }) => {
      handles.connections++;
      const token = info.connectionParams?.token ?? null;
      if (!tokens.has(token ?? '')) throw refuse(new Refusal('unauthenticated'));
      return { token };
    },
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    handles,
    /** Messages in the order in which they were taken, each try counted. */
    sent,
    issue,
    revoke: (token: string) => tokens.delete(token),
    revokeAll: () => tokens.clear(),
    /** What a channel holds. */
    contents: (channelId: string) => logOf(channelId).map(({ message }) => message.content),
    append,
    /** Resolves when the next refresh is asked for. */
    next: (_what: 'refresh') => new Promise<void>((resolve) => waiting.add(resolve)),
    /** Keeps a message without telling those who listen. */
    appendUnheard: (channelId: string, clientId: string, content: string) =>
      append(channelId, clientId, content, 'unheard'),
    holdEvents: () => {
      held = [];
    },
    releaseEvents: () => {
      for (const tell of held ?? []) tell();
      held = null;
    },
    tell: (channelId: string, event: ChannelEvent) => {
      for (const listener of listeners) listener(channelId, event);
    },
    closeSockets: (code: number, reason = '') => {
      for (const socket of wss.clients) socket.close(code, reason);
    },
    async stop() {
      for (const socket of wss.clients) socket.terminate();
      const closed = once(http, 'close');
      wss.close();
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

export type SmallServer = Awaited<ReturnType<typeof startSmallServer>>;
