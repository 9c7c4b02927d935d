import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAtalaya, memorySession, until } from '@atalaya/client';
import { createTestDatabase } from '@atalaya/db/testing';
import { loadConfig, type RunningServer, startServer } from '@atalaya/server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type EchoBot, startEchoBot } from './bot.ts';
import { readSettings } from './settings.ts';

const ana = { email: 'ana@harbour.example', username: 'ana', password: 'long-harbour-lights-7' };
const echo = {
  email: 'echo@harbour.example',
  username: 'echo',
  password: 'patient-cliff-answers-3',
};
let database: { url: string; drop: () => Promise<void> };
let folder: string;
let server: RunningServer;
let client: ReturnType<typeof connect>;
let channelId: string;

const connect = () => createAtalaya({ url: server.url, session: memorySession() });

beforeAll(async () => {
  database = await createTestDatabase(inject('clusterUrl'));
  folder = await mkdtemp(join(tmpdir(), 'atalaya-echo-'));
  const config = loadConfig({
    PORT: '0',
    DEMO: '0',
    LOG_LEVEL: 'warn',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: database.url,
  });
  server = await startServer(config, { webFolder: null });
  client = connect();
  await client.session.register(ana);
  await client.session.signIn(ana);
  const { code } = await client.api.organisations.invites.create.mutate({});
  await client.session.register({ ...echo, inviteCode: code });
  channelId = (await client.api.chat.channels.create.mutate({ name: 'harbour' })).id;
});
afterAll(async () => {
  client?.close();
  await server?.stop();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const startBot = (identity?: { token: string }): Promise<EchoBot> =>
  startEchoBot({
    url: server.url,
    identity: identity ?? { email: echo.email, password: echo.password },
    channel: 'harbour',
    memory: join(folder, 'memory.json'),
  });

const say = (content: string) => client.outbox.send({ channelId, content }).sent;
const contents = async () =>
  (await client.api.chat.messages.history.query({ channelId })).messages.map(
    ({ author, content }) => `${author.username}: ${content}`,
  );
/** Resolves when the bot has said this. */
const answered = (content: string, lastSeq: number) =>
  new Promise<void>((resolve) => {
    const stream = client.channel(channelId, {
      lastSeq,
      onEvent: (event) => {
        if (event.type !== 'message.created' || event.message.content !== content) return;
        if (event.message.author.username !== 'echo') return;
        stream.close();
        resolve();
      },
    });
  });

test('CHAT-24: the example answers what is asked, each once, also what was asked while it was away', async () => {
  const first = await startBot();
  const { seq } = await say('!echo one');
  await answered('one', seq);
  await say('not for the bot');
  await first.stop();

  await say('!echo two');
  await say('!echo three');
  const second = await startBot();
  await answered('three', seq);
  await second.stop();

  // Nothing is answered again, even if the bot forgot how far it was.
  await rm(join(folder, 'memory.json'));
  const third = await startBot();
  await say('!echo four');
  await answered('four', seq);
  await third.stop();
  expect(await contents()).toEqual([
    'ana: !echo one',
    'echo: one',
    'ana: not for the bot',
    'ana: !echo two',
    'ana: !echo three',
    'echo: two',
    'echo: three',
    'ana: !echo four',
    'echo: four',
  ]);
});

test('CHAT-24: the example works with a token, and says so when the token is refused', async () => {
  const signIn = connect();
  const { accessToken } = await signIn.api.auth.login.mutate({
    email: echo.email,
    password: echo.password,
  });
  signIn.close();
  const bot = await startBot({ token: accessToken });
  const { seq } = await say('!echo with a token');
  await answered('with a token', seq);
  await bot.stop();
  await expect(startBot({ token: 'made-up' })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('CHAT-25: removed from its channel, the example ends with the reason', async () => {
  const bot = await startBot();
  const me = await client.api.chat.channels.members.query({ channelId });
  const memberId = me.items.find(({ username }) => username === 'echo')?.id ?? '';
  await client.api.chat.channels.removeMember.mutate({ channelId, memberId });
  await expect(bot.finished).rejects.toMatchObject({ code: 'notMember' });
  await bot.stop();
  await until(client.connection, ({ status }) => status === 'online');
});

test('CHAT-24: the example names what is missing in its environment', () => {
  expect(() => readSettings({})).toThrow(
    'Set ATALAYA_CHANNEL, ATALAYA_EMAIL, ATALAYA_PASSWORD; see the README.',
  );
  expect(readSettings({ ATALAYA_TOKEN: 't', ATALAYA_CHANNEL: 'harbour' })).toMatchObject({
    url: 'http://127.0.0.1:3000',
    identity: { token: 't' },
  });
});
