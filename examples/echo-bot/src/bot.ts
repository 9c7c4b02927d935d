import {
  type Atalaya,
  AtalayaError,
  type ChannelNews,
  createAtalaya,
  memorySession,
} from '@atalaya/client';
import { Memory } from './memory.ts';
import type { BotSettings } from './settings.ts';

type Message = Extract<ChannelNews, { type: 'message.created' }>['message'];

const command = '!echo';

export interface EchoBot {
  /** Rejects when the bot cannot go on, such as when it was removed from the channel. */
  readonly finished: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Signs in, joins the channel and answers every message that begins with `!echo`, each once: also
 * those that were written while the bot was not running.
 */
export async function startEchoBot(settings: BotSettings): Promise<EchoBot> {
  const finished = Promise.withResolvers<never>();
  finished.promise.catch(() => {});
  const client = await connect(settings, finished.reject);
  const memory = new Memory(settings.memory);
  const me = await client.api.auth.me.query();
  const channelId = await join(client, settings.channel);

  let answered = await memory.recall(channelId);
  if (answered === undefined) {
    // The first start: begin with what is written from now on.
    const { headSeq } = await client.api.chat.messages.history.query({ channelId, limit: 1 });
    answered = headSeq;
    await memory.keep(channelId, headSeq);
  }

  const answer = async (message: Message) => {
    const text = message.content.slice(command.length).trim();
    const asked = message.content.startsWith(command) && text !== '' && message.author.id !== me.id;
    if (!asked) return;
    // Made of the question's id: should the bot stop before it notes the answer down, it sends the
    // same id again after the restart, and the server keeps one message.
    const { sent } = client.outbox.send({
      channelId,
      content: text,
      clientId: `echo-${message.id}`,
    });
    await sent.catch((error: unknown) => {
      // An answer that is refused, such as one that is too long, must not hold up the others.
      if (!(error instanceof AtalayaError) || error.wantsToken) throw error;
    });
  };

  let work = Promise.resolve();
  /** Does one thing after the other, and notes down how far it got. */
  const next = (task: () => Promise<number>) => {
    work = work.then(async () => memory.keep(channelId, await task())).catch(finished.reject);
  };

  const stream = client.channel(channelId, {
    lastSeq: answered,
    onEvent: (event) => {
      if (event.type !== 'message.created') return;
      next(async () => {
        await answer(event.message);
        return event.seq;
      });
    },
    // Away for so long that the stream does not bring it all: read what was written meanwhile.
    onReset: (seq) =>
      next(async () => {
        let after = (await memory.recall(channelId)) ?? seq;
        for (let more = true; more; ) {
          const page = await client.api.chat.messages.history.query({
            channelId,
            after,
            limit: 200,
          });
          for (const message of page.messages) {
            if (message.seq <= seq) await answer(message);
            after = message.seq;
          }
          more = page.hasNewer && after < seq;
        }
        return seq;
      }),
    onEnd: finished.reject,
  });

  return {
    finished: finished.promise,
    async stop() {
      stream.close();
      await work;
      client.close();
    },
  };
}

async function connect(
  { url, identity }: BotSettings,
  failed: (error: Error) => void,
): Promise<Atalaya> {
  if ('token' in identity) {
    const onSignedOut = (why: string | null) => failed(new Error(`The token was refused: ${why}`));
    return createAtalaya({ url, token: identity.token, onSignedOut });
  }
  const client = createAtalaya({ url, session: memorySession() });
  await client.session.signIn(identity);
  return client;
}

/** Finds the channel by its id or its name, joins it if needed, and gives its id. */
async function join({ api }: Atalaya, wanted: string): Promise<string> {
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(wanted);
  if (isId) return (await api.chat.channels.join.mutate({ channelId: wanted })).id;
  for (const scope of ['joined', 'discover'] as const) {
    const { items } = await api.chat.channels.list.query({ scope, search: wanted });
    const found = items.find(({ name }) => name === wanted);
    if (!found) continue;
    if (scope === 'discover') await api.chat.channels.join.mutate({ channelId: found.id });
    return found.id;
  }
  throw new Error(`There is no channel called "${wanted}" that the bot may join.`);
}
