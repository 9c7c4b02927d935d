import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aChannel, listen, say } from '../chat/testing.ts';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { processFile } from './process.ts';
import { fileSweeper } from './remove.ts';
import { aReadyFile, aSentFile, sayWith } from './testing.ts';
import { completeUpload } from './uploads.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

let world: World;
let ana: Person;
let luis: Person;
let channelId: string;

beforeAll(async () => {
  world = await createWorld();
  ana = await callerAs(world, 'member');
  luis = await callerAs(world, 'member', ana.organisation);
  ({ id: channelId } = await aChannel(ana, [luis]));
});
afterAll(() => world.close());

const used = async (person: Person = ana) => (await person.caller.files.usage()).bytes;
const sweep = () => fileSweeper(world.services).sweep();
const isThere = async (fileId: string) =>
  (await world.services.db.storedFile.count({ where: { id: fileId } })) > 0;
const inStore = (fileId: string) =>
  [...world.files.kept.keys()].filter((key) => key.includes(fileId));

describe('messages that carry files', () => {
  it('CHAT-40: a message carries several files in their order, and all readers are told of them', async () => {
    const ids = [
      await aReadyFile(world, ana, channelId, { name: 'uno.txt' }),
      await aReadyFile(world, ana, channelId, { name: 'dos.txt' }),
    ].reverse();
    const stream = await listen(luis.caller, channelId);
    const sent = await sayWith(ana, channelId, ids, 'mirad');
    expect(sent).toMatchObject({ type: 'file', content: 'mirad' });
    expect(sent.files?.map(({ id }) => id)).toEqual(ids);
    const { event } = await stream.until('message.created');
    expect(event.message.files?.map(({ name }) => name)).toEqual(['dos.txt', 'uno.txt']);
    await stream.stop();
    const { messages } = await luis.caller.chat.messages.history({ channelId });
    expect(messages.at(-1)?.files?.map(({ id }) => id)).toEqual(ids);
  });

  it('CHAT-40: a try to send again gives the message that is there, with its files', async () => {
    const fileId = await aReadyFile(world, ana, channelId);
    const input = { channelId, content: '', clientId: 'otra-vez', fileIds: [fileId] };
    const first = await ana.caller.chat.messages.send(input);
    const again = await ana.caller.chat.messages.send(input);
    expect(again).toMatchObject({ id: first.id, files: [{ id: fileId }] });
  });

  it('CHAT-40: a message with neither text nor files is refused', async () => {
    expect(await refusalOf(sayWith(ana, channelId, []))).toBe('error.invalidInput.too_small');
  });

  it('CHAT-40: only one’s own files go along, sent for this channel, whole, and once', async () => {
    const other = await aChannel(ana);
    const theirs = await aReadyFile(world, luis, channelId);
    const elsewhere = await aReadyFile(world, ana, other.id);
    const coming = await aSentFile(world, ana, channelId);
    const taken = await aReadyFile(world, ana, channelId);
    await sayWith(ana, channelId, [taken]);
    for (const fileId of [theirs, elsewhere, coming, taken]) {
      const good = await aReadyFile(world, ana, channelId);
      const before = await world.services.db.message.count({ where: { channelId } });
      expect(await refusalOf(sayWith(ana, channelId, [good, fileId]))).toBe('error.conflict.files');
      expect(await world.services.db.message.count({ where: { channelId } })).toBe(before);
      await ana.caller.files.delete({ fileId: good });
    }
  });

  it('CHAT-40: a file that is still being looked at goes along, and the channel is told when it is ready', async () => {
    const fileId = await aSentFile(world, ana, channelId);
    await completeUpload(world.services, fileId);
    const stream = await listen(luis.caller, channelId);
    const sent = await sayWith(ana, channelId, [fileId]);
    expect(sent.files).toMatchObject([{ id: fileId, state: 'processing' }]);
    await processFile(world.services, fileId);
    const { event } = await stream.until('message.edited');
    expect(event.message).toMatchObject({
      id: sent.id,
      editedAt: null,
      files: [{ id: fileId, state: 'ready', type: 'text/plain' }],
    });
    await stream.stop();
  });

  it('CHAT-40: sending a file while a job settles it makes neither wait for the other for ever', async () => {
    const stream = await listen(luis.caller, channelId);
    for (let round = 0; round < 20; round++) {
      const fileId = await aSentFile(world, ana, channelId);
      await completeUpload(world.services, fileId);
      await Promise.all([sayWith(ana, channelId, [fileId]), processFile(world.services, fileId)]);
      // Whichever was first: in the end every reader knows that it is ready.
      for (;;) {
        const event = await stream.next();
        const file = 'message' in event ? event.message.files?.[0] : undefined;
        if (file?.id === fileId && file.state === 'ready') break;
      }
    }
    await stream.stop();
  });

  it('CHAT-42: nobody reads the files of a deleted or hidden message in the history', async () => {
    const fileId = await aReadyFile(world, ana, channelId);
    const { id: messageId } = await sayWith(ana, channelId, [fileId], 'secreto');
    const seen = async (person: Person) => {
      const { messages } = await person.caller.chat.messages.history({ channelId, limit: 1 });
      return messages[0]?.files?.length ?? 0;
    };
    await world.services.db.message.update({
      where: { id: messageId },
      data: { hiddenAt: new Date() },
    });
    expect([await seen(luis), await seen(ana)]).toEqual([0, 1]);
    await world.services.db.message.update({ where: { id: messageId }, data: { hiddenAt: null } });
    await ana.caller.chat.messages.delete({ messageId });
    expect([await seen(luis), await seen(ana)]).toEqual([0, 0]);
  });
});

describe('evidence', () => {
  it('TRUST-04: a flagged message’s files are frozen with their hash; staff see them, and they stay', async () => {
    const moderator = await callerAs(world, 'moderator', ana.organisation);
    const secret = await ana.caller.chat.channels.create({
      name: 'privado',
      type: 'private',
      memberIds: [luis.person.id],
    });
    const fileId = await aReadyFile(world, ana, secret.id);
    const { id: messageId } = await sayWith(ana, secret.id, [fileId], 'mirad');
    const urls = async () => (await moderator.caller.files.urls({ fileIds: [fileId] })).items;
    expect(await urls()).toEqual([]);
    await luis.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: messageId,
      reason: 'spam',
    });
    const kept = await world.services.db.moderationEvidence.findFirstOrThrow({
      where: { case: { subjectId: messageId } },
    });
    const { message } = kept.content as { message: { files: { id: string; hash: string }[] } };
    // SHA-256 of «hola».
    const hash = 'b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79';
    expect(message.files).toEqual([
      { id: fileId, name: 'nota.txt', type: 'text/plain', bytes: 4, hash },
    ]);
    expect(await urls()).toHaveLength(1);
    await ana.caller.chat.messages.delete({ messageId });
    world.clock.advance({ days: 60 });
    await sweep();
    expect(inStore(fileId)).toHaveLength(1);
  });
});

describe('quota and sweep', () => {
  it('CHAT-43: what is sent counts against the organisation’s room; what is refused or removed does not', async () => {
    const before = await used();
    const fileId = await aReadyFile(world, ana, channelId, { bytes: Buffer.alloc(5_000, 'a') });
    expect(await used()).toBe(before + 5_000);
    await ana.caller.files.delete({ fileId });
    expect(await used()).toBe(before);
    await aReadyFile(world, ana, channelId, { name: 'a.jpg', bytes: Buffer.alloc(900, 'a') });
    expect(await used()).toBe(before);
  });

  it('CHAT-43: the last room is given once, however many ask for it at the same moment', async () => {
    const admin = await callerAs(world, 'superadmin');
    const { id } = await aChannel(admin);
    await admin.caller.settings.update({ files: { quotaMb: 10 } });
    await admin.caller.files.begin({ channelId: id, name: 'a.zip', bytes: 1 });
    // All connections are open already: nobody has to wait for one while others are quicker.
    const { pool } = world.services;
    await Promise.all(Array.from({ length: 10 }, () => pool.query('SELECT pg_sleep(0.1)')));
    const asked = await Promise.allSettled(
      Array.from({ length: 12 }, () =>
        admin.caller.files.begin({ channelId: id, name: 'a.zip', bytes: 4_000_000 }),
      ),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await used(admin)).toBe(8_000_001);
    const refused = admin.caller.files.begin({ channelId: id, name: 'a.zip', bytes: 4_000_000 });
    expect(await refusalOf(refused)).toBe('error.tooLarge.quota');
    const { cause } = await refused.catch((error) => error);
    expect(cause.details.params).toEqual({ used: 8, maximum: 10 });
  });

  it('CHAT-43: what no message carries goes after a day, uploads that were given up too', async () => {
    const ready = await aReadyFile(world, ana, channelId);
    const coming = await aSentFile(world, ana, channelId);
    const sent = await aReadyFile(world, ana, channelId);
    await sayWith(ana, channelId, [sent]);
    await sweep();
    expect(await Promise.all([ready, coming, sent].map(isThere))).toEqual([true, true, true]);
    world.clock.advance({ hours: 25 });
    await sweep();
    expect(await Promise.all([ready, coming, sent].map(isThere))).toEqual([false, false, true]);
    expect([...inStore(ready), ...inStore(coming)]).toEqual([]);
    expect(await world.uploads.size(coming)).toBeNull();
    expect(inStore(sent)).toHaveLength(1);
  });

  it('CHAT-43: the files of a deleted message go a month later, those of others stay', async () => {
    const gone = await aReadyFile(world, ana, channelId);
    const stays = await aReadyFile(world, ana, channelId);
    const { id: messageId } = await sayWith(ana, channelId, [gone]);
    await sayWith(ana, channelId, [stays]);
    await ana.caller.chat.messages.delete({ messageId });
    world.clock.advance({ days: 29 });
    await sweep();
    expect(inStore(gone)).toHaveLength(1);
    world.clock.advance({ days: 2 });
    await sweep();
    expect([inStore(gone).length, inStore(stays).length]).toEqual([0, 1]);
  });

  it('CHAT-43: who may not write may not send files either; settings say which kinds', async () => {
    const admin = await callerAs(world, 'superadmin');
    const { id } = await aChannel(admin);
    await admin.caller.settings.update({ files: { images: false, maxFileMb: 1 } });
    const begin = (name: string, bytes = 100) =>
      refusalOf(admin.caller.files.begin({ channelId: id, name, bytes }));
    expect(await begin('a.png')).toBe('error.refused.fileType');
    expect(await begin('a.zip', 1_000_001)).toBe('error.tooLarge.file');
    await admin.caller.chat.channels.archive({ channelId: id });
    expect(await begin('a.zip')).toBe('error.archived');
  });

  it('CHAT-40: an upload that is not whole is not looked at; one that was lost is refused in words', async () => {
    const { fileId } = await ana.caller.files.begin({ channelId, name: 'a.txt', bytes: 10 });
    expect(await ana.caller.files.complete({ fileId })).toMatchObject({ state: 'uploading' });
    world.uploads.fill(fileId, Buffer.alloc(10, 'a'));
    expect(await ana.caller.files.complete({ fileId })).toMatchObject({ state: 'processing' });
    await world.uploads.delete(fileId);
    await processFile(world.services, fileId);
    expect(await ana.caller.files.get({ fileId })).toMatchObject({
      state: 'refused',
      refusal: 'fileLost',
    });
    await say(ana.caller, channelId, 'sigue');
  });
});
