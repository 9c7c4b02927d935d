import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offsetOf, outcomes, patch, pixelBomb, sendFile, someone } from './testing/files.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

type Person = Awaited<ReturnType<typeof someone>>;

let server: TestServer;
let ana: Person;
let luis: Person;
let stranger: Person;
let channelId: string;

beforeAll(async () => {
  server = await startTestServer();
  ana = await someone(server, 'member');
  luis = await someone(server, 'member', ana.organisation);
  stranger = await someone(server, 'member', ana.organisation);
  ({ id: channelId } = await ana.caller.chat.channels.create({ name: 'fotos', type: 'private' }));
  await ana.caller.chat.channels.invite({ channelId, memberIds: [luis.person.id] });
});
afterAll(() => server[Symbol.asyncDispose]());

const uploadsLeft = () =>
  readdirSync(join(server.config.dataDir, 'uploads'), { recursive: true, encoding: 'utf8' });
const kept = (fileId: string) =>
  readdirSync(join(server.config.dataDir, 'files'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.includes(`${fileId}/`),
  );
const clientId = () => randomBytes(8).toString('hex');
const say = (person: Person, fileIds: string[], content = '') =>
  person.caller.chat.messages.send({ channelId, content, clientId: clientId(), fileIds });

/** A photo as a telephone makes it: turned, with place and camera. */
const photo = () =>
  sharp({ create: { width: 600, height: 300, channels: 3, background: '#356' } })
    .withExif({
      IFD0: { Model: 'Faro 9' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 22/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

async function urlsOf(person: Person, fileId: string) {
  const { items } = await person.caller.files.urls({ fileIds: [fileId] });
  return items[0];
}
const get = (path: string | null | undefined, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

describe('uploads', () => {
  test('CHAT-40: a file comes in pieces, survives a cut and a break, and is the same at the other end', async () => {
    const bytes = randomBytes(9 * 1024 * 1024);
    bytes.write('%PDF-1.7\n');
    const settled = await outcomes(ana);
    const { fileId, url, chunkBytes } = await ana.caller.files.begin({
      channelId,
      name: '../../etc/Informe final.pdf',
      bytes: bytes.length,
    });
    expect(chunkBytes).toBeLessThan(bytes.length);
    // The line is cut in the middle of a request.
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.subarray(0, 1_000_000));
      },
      pull: (controller) => void setTimeout(() => controller.error(new Error('cut')), 100),
    });
    await expect(patch(server, ana, url, 0, broken)).rejects.toThrow();
    let offset = await offsetOf(server, ana, url);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThan(bytes.length);
    while (offset < bytes.length) {
      const part = bytes.subarray(offset, offset + chunkBytes);
      expect((await patch(server, ana, url, offset, part)).status).toBe(204);
      offset += part.length;
    }
    const file = await settled(fileId);
    expect(file).toMatchObject({
      state: 'ready',
      name: 'Informe final.pdf',
      type: 'application/pdf',
      bytes: bytes.length,
    });
    await say(ana, [fileId]);
    const response = await get((await urlsOf(luis, fileId))?.original);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(uploadsLeft()).toEqual([]);
  });

  test('CHAT-40: an upload is its sender’s alone, and only with a session', async () => {
    const { url } = await ana.caller.files.begin({ channelId, name: 'a.txt', bytes: 10 });
    const part = Buffer.from('0123456789');
    expect((await patch(server, luis, url, 0, part)).status).toBe(404);
    expect((await patch(server, { token: 'x' }, url, 0, part)).status).toBe(401);
    const foreign = url.replace(/[^/]+$/, '018f0000-0000-7000-8000-000000000000');
    expect((await patch(server, ana, foreign, 0, part)).status).toBe(404);
    expect((await patch(server, ana, '/files/upload/..%2f..%2fsecret.key', 0, part)).status).toBe(
      404,
    );
    await expect(
      stranger.caller.files.begin({ channelId, name: 'a.txt', bytes: 10 }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('CHAT-40: more bytes than declared are not taken', async () => {
    const { url } = await ana.caller.files.begin({ channelId, name: 'a.txt', bytes: 10 });
    expect((await patch(server, ana, url, 0, Buffer.alloc(11, 65))).status).toBe(413);
    expect(await offsetOf(server, ana, url)).toBe(0);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(65_536, 65)),
    });
    const response = await patch(server, ana, url, 0, endless).catch(() => null);
    expect(response?.ok ?? false).toBe(false);
    expect(await offsetOf(server, ana, url)).toBeLessThanOrEqual(10);
  });
});

describe('pictures', () => {
  test('CHAT-41: a photo is made anew: turned, without place or camera, with smaller forms', async () => {
    const sent = await photo();
    expect((await sharp(sent).metadata()).exif).toBeDefined();
    const file = await sendFile(server, ana, { channelId, name: 'Foto.JPG', bytes: sent });
    expect(file).toMatchObject({ state: 'ready', type: 'image/jpeg', width: 300, height: 600 });
    expect(file.thumbhash).toMatch(/^[\w+/=]{20,}$/);
    const message = await say(ana, [file.id]);
    expect(message).toMatchObject({ type: 'image', content: '', files: [{ id: file.id }] });
    const urls = await urlsOf(luis, file.id);
    for (const url of [urls?.original, urls?.medium, urls?.small]) {
      const response = await get(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toMatch(/^inline/);
      const { exif, orientation, width } = await sharp(await response.bytes()).metadata();
      expect(exif).toBeUndefined();
      expect(orientation ?? 1).toBe(1);
      expect(width).toBeLessThanOrEqual(300);
    }
  });

  test('CHAT-41: a moving picture goes on moving', async () => {
    const frames = ['#000', '#fff', '#f00'].map((background) => ({
      create: { width: 40, height: 40, channels: 3 as const, background },
    }));
    const pieces = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()));
    const bytes = await sharp(pieces, { join: { animated: true } })
      .gif()
      .toBuffer();
    const file = await sendFile(server, ana, { channelId, name: 'gato.gif', bytes });
    expect(file).toMatchObject({ state: 'ready', type: 'image/gif', width: 40, height: 40 });
    const response = await get((await urlsOf(ana, file.id))?.original);
    expect((await sharp(await response.bytes(), { animated: true }).metadata()).pages).toBe(3);
  });
});

describe('hostile files are refused in words and leave nothing behind', () => {
  async function refused(name: string, bytes: Buffer): Promise<string | null> {
    const file = await sendFile(server, ana, { channelId, name, bytes });
    expect(file.state).toBe('refused');
    expect(kept(file.id)).toEqual([]);
    expect(uploadsLeft().filter((path) => path.includes(file.id))).toEqual([]);
    expect(await urlsOf(ana, file.id)).toBeUndefined();
    await expect(say(ana, [file.id])).rejects.toMatchObject({ message: 'error.conflict.files' });
    const row = await server.services.db.storedFile.findUniqueOrThrow({ where: { id: file.id } });
    expect(Number(row.storedBytes)).toBe(0);
    return file.refusal;
  }
  const script = '<script>alert(1)</script>';

  test('CHAT-41: a page that calls itself text', async () => {
    expect(
      await refused('notas.txt', Buffer.from(`<!-- hi -->\n<!DOCTYPE html><body>${script}`)),
    ).toBe('fileActive');
  });

  test('CHAT-41: an SVG with a script, whatever it is called', async () => {
    const svg = `<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`;
    expect(await refused('dibujo.xml', Buffer.from(svg))).toBe('fileActive');
    await expect(
      ana.caller.files.begin({ channelId, name: 'dibujo.svg', bytes: 10 }),
    ).rejects.toMatchObject({ message: 'error.refused.fileType' });
  });

  test('CHAT-41: two things at once: a script in the clothes of a picture, and a PDF that is a page', async () => {
    const gif = Buffer.from(`GIF89a/*${'\0'.repeat(20)}*/=1;alert(1)//`);
    expect(await refused('gif.gif', gif)).toBe('fileDamaged');
    const pdf = Buffer.from(`%PDF-1.7\n<html>${script}</html>\n%%EOF`);
    expect(await refused('hoja.pdf', pdf)).toBe('fileActive');
  });

  test('CHAT-41: what hangs at the end of a real picture is gone', async () => {
    const bytes = Buffer.concat([await photo(), Buffer.from(`PK\x03\x04${script}`)]);
    const file = await sendFile(server, ana, { channelId, name: 'doble.jpg', bytes });
    expect(file.state).toBe('ready');
    const response = await get((await urlsOf(ana, file.id))?.original);
    expect((await response.text()).includes('alert(1)')).toBe(false);
  });

  test('CHAT-41: a picture that would fill the memory', async () => {
    const bytes = pixelBomb(20_000);
    expect(bytes.length).toBeLessThan(200_000);
    expect(await refused('bomba.png', bytes)).toBe('filePixels');
  });

  test('CHAT-40: something else than its name says', async () => {
    const zip = Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(400)]);
    expect(await refused('vacaciones.jpg', zip)).toBe('fileMismatch');
    const program = Buffer.concat([Buffer.from('MZ'), randomBytes(400)]);
    expect(await refused('juego.exe', program)).toBe('fileType');
  });

  test('CHAT-41: a picture that was cut in the middle', async () => {
    const whole = await sharp(randomBytes(600 * 300 * 3), {
      raw: { width: 600, height: 300, channels: 3 },
    })
      .jpeg()
      .toBuffer();
    expect(await refused('media.jpg', whole.subarray(0, whole.length / 2))).toBe('fileDamaged');
  });

  test('CHAT-40: larger than allowed', async () => {
    const size = { channelId, bytes: 100_000_001 };
    await expect(ana.caller.files.begin({ ...size, name: 'a.zip' })).rejects.toMatchObject({
      message: 'error.tooLarge.file',
    });
    await expect(
      ana.caller.files.begin({ channelId, name: 'a.png', bytes: 25_000_001 }),
    ).rejects.toMatchObject({ message: 'error.tooLarge.picture' });
  });

  test('CHAT-40: a name with a path is only a name', async () => {
    const bytes = Buffer.from('hola');
    const name = '..\\..\\windows/C:\u202e\u0000evil<>.txt';
    const file = await sendFile(server, ana, { channelId, name, bytes });
    expect(file).toMatchObject({ state: 'ready', name: 'Cevil.txt', type: 'text/plain' });
    expect(kept(file.id)).toEqual([`${ana.organisation.id}/${file.id}/original`]);
  });
});

describe('addresses', () => {
  let fileId: string;
  let messageId: string;
  beforeAll(async () => {
    const file = await sendFile(server, ana, {
      channelId,
      name: 'Acta año.txt',
      bytes: Buffer.from('0123456789'),
    });
    fileId = file.id;
    ({ id: messageId } = await say(ana, [fileId], 'el acta'));
  });

  test('CHAT-42: a file is given for saving, runs nothing, and comes in parts', async () => {
    const url = (await urlsOf(luis, fileId))?.original;
    const response = await get(url);
    expect(await response.text()).toBe('0123456789');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename=.*UTF-8''Acta%20a%C3%B1o\.txt/,
    );
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('cache-control')).toMatch(/^private, max-age=\d+/);
    const part = await get(url, { range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    expect(await (await get(url, { range: 'bytes=-3' })).text()).toBe('789');
    expect((await get(url, { range: 'bytes=10-' })).status).toBe(416);
    const same = await get(url, { 'if-none-match': response.headers.get('etag') ?? '' });
    expect(same.status).toBe(304);
  });

  test('CHAT-42: an address that was tampered with opens nothing', async () => {
    const url = (await urlsOf(luis, fileId))?.original ?? '';
    const other = (await urlsOf(ana, fileId))?.original ?? '';
    const member = new URLSearchParams(other.split('?')[1]).get('member') ?? '';
    for (const wrong of [
      url.replace(/until=\d+/, 'until=99999999999'),
      url.replace(/member=[^&]+/, `member=${member}`),
      url.replace(/key=[^&]+/, `key=${'A'.repeat(43)}`),
      url.replace(/\?.*/, ''),
      url.replace('/original', '/small'),
      url.replace(fileId, messageId),
    ]) {
      expect((await get(wrong)).status, wrong).toBe(403);
    }
    expect((await get(url)).status).toBe(200);
  });

  test('CHAT-42: who does not see the channel, or not any more, does not see the file', async () => {
    expect(await urlsOf(stranger, fileId)).toBeUndefined();
    const url = (await urlsOf(luis, fileId))?.original;
    expect((await get(url)).status).toBe(200);
    await ana.caller.chat.channels.removeMember({ channelId, memberId: luis.person.id });
    expect((await get(url)).status).toBe(404);
    await ana.caller.chat.channels.invite({ channelId, memberIds: [luis.person.id] });
    expect((await get(url)).status).toBe(200);
    await server.services.db.session.update({
      where: { id: luis.actor.sessionId },
      data: { revokedAt: new Date() },
    });
    expect((await get(url)).status).toBe(404);
    await server.services.db.session.update({
      where: { id: luis.actor.sessionId },
      data: { revokedAt: null },
    });
  });

  test('CHAT-42: the file of a hidden or deleted message is shut', async () => {
    const { db } = server.services;
    const url = (await urlsOf(luis, fileId))?.original;
    const own = (await urlsOf(ana, fileId))?.original;
    await db.message.update({ where: { id: messageId }, data: { hiddenAt: new Date() } });
    expect([(await get(url)).status, (await get(own)).status]).toEqual([404, 200]);
    await db.message.update({ where: { id: messageId }, data: { hiddenAt: null } });
    await ana.caller.chat.messages.delete({ messageId });
    expect([(await get(url)).status, (await get(own)).status]).toEqual([404, 404]);
    const { messages } = await luis.caller.chat.messages.history({ channelId });
    expect(messages.find(({ id }) => id === messageId)?.files).toBeUndefined();
  });
});
