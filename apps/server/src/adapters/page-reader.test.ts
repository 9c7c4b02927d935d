import { once } from 'node:events';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html, page, startPages } from '../testing/pages.ts';
import { createPageReader } from './page-reader.ts';

let web: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  web = await startPages();
});
afterAll(() => web[Symbol.asyncDispose]());

const version = '1.2.3';
const never = new AbortController().signal;
const here = (address: string, port: number) => web.admits(address, port);
const read = (url: string, options: Partial<Parameters<typeof createPageReader>[0]> = {}) =>
  createPageReader({ version, admits: here, ...options }).read(url, never);
const why = async (url: string, options?: Parameters<typeof read>[1]) => {
  const answer = await read(url, options);
  return answer.words ?? answer.why;
};
const faro = page({
  title: 'El faro',
  head: `<meta property="og:site_name" content="Costa &amp; mar">
    <meta property="og:title" content="El faro de la costa"><meta name="description" content="Luz.">`,
});

describe('reading pages', () => {
  test('CHAT-51: a page says what it is, and is asked by a stranger without cookies', async () => {
    const url = web.put('/faro', faro);
    const words = { site: 'Costa & mar', title: 'El faro de la costa', description: 'Luz.' };
    expect(await read(url)).toEqual({ words });
    const { headers } = web.asked.at(-1) ?? {};
    expect(headers?.['user-agent']).toContain(`Atalaya/${version}`);
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  test('CHAT-51: without marks for sharing its title does; without a title there is nothing', async () => {
    const plain = web.put('/plain', page({ title: '  Mareas &lt;hoy&gt; ' }));
    expect(await why(plain)).toMatchObject({ title: '  Mareas <hoy> ', description: '' });
    expect(await why(web.put('/untitled', page({})))).toBe('untitled');
    const inBody = '<html><head></head><body><svg><title>X</title></svg></body></html>';
    expect(await why(web.put('/svg', inBody))).toBe('untitled');
  });

  test('CHAT-51: letters come as the header says, or else the page itself', async () => {
    const latin = Buffer.from(page({ title: 'Ría de Arousa' }), 'latin1');
    const byHeader = web.put('/latin', (response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=ISO-8859-1' }).end(latin),
    );
    expect(await why(byHeader)).toMatchObject({ title: 'Ría de Arousa' });
    const declared = Buffer.from(`<meta charset="latin1">${page({ title: 'Ría' })}`, 'latin1');
    const byPage = web.put('/declared', (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(declared),
    );
    expect(await why(byPage)).toMatchObject({ title: 'Ría' });
  });

  test('CHAT-51: packed pages are unpacked', async () => {
    for (const [packing, bytes] of [
      ['gzip', gzipSync(faro)],
      ['br', brotliCompressSync(faro)],
    ] as const) {
      const url = web.put(`/${packing}`, (response) =>
        response.writeHead(200, { ...html, 'content-encoding': packing }).end(bytes),
      );
      expect(await why(url)).toMatchObject({ title: 'El faro de la costa' });
    }
    const odd = web.put('/odd', (response) =>
      response.writeHead(200, { ...html, 'content-encoding': 'zstd' }).end(faro),
    );
    expect(await why(odd)).toBe('type');
  });

  test('CHAT-51: only pages are read', async () => {
    const picture = web.put('/picture', (response) =>
      response.writeHead(200, { 'content-type': 'image/png' }).end(faro),
    );
    expect(await why(picture)).toBe('type');
    expect(await why(web.put('/bare', (response) => response.writeHead(200).end(faro)))).toBe(
      'type',
    );
    expect(await why(`http://127.0.0.1:${web.port}/missing`)).toBe('status');
    const broken = web.put('/broken', (response) => response.writeHead(503, html).end(faro));
    expect(await why(broken)).toBe('busy');
  });
});

describe('what is not asked', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://localhost/',
    'https://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://１２７.0.0.1/',
    'https://1.1.1.1:8443/',
    'http://1.1.1.1:22/',
    'ftp://1.1.1.1/',
    'file:///etc/passwd',
    'http://someone:secret@1.1.1.1/',
  ])('CHAT-51: %s', async (url) => {
    expect(await createPageReader({ version }).read(url, never)).toEqual({
      words: null,
      why: 'address',
    });
  });

  test('CHAT-51: as it is set up for use, a page on this machine is out of reach', async () => {
    const url = web.put('/faro', faro);
    const before = web.asked.length;
    expect(await createPageReader({ version }).read(url, never)).toMatchObject({ why: 'address' });
    const named = url.replace('127.0.0.1', 'localhost');
    expect(await createPageReader({ version }).read(named, never)).toMatchObject({
      why: 'address',
    });
    expect(web.asked).toHaveLength(before);
  });

  test('CHAT-51: a name is asked at the address that was looked at, and at no other', async () => {
    const url = web.put('/faro', faro).replace('127.0.0.1', 'localhost');
    const looked: string[] = [];
    const either = (address: string) => looked.push(address) > 0;
    expect(await why(url, { admits: either })).toMatchObject({ title: 'El faro de la costa' });
    expect(looked).toContain('127.0.0.1');
    // Looked up once: a name that leads elsewhere a moment later leads nowhere.
    expect(new Set(looked).size).toBe(looked.length);
    expect(await why(url, { admits: () => false })).toBe('address');
  });

  test('CHAT-51: what a host leads on to is told apart from what it says itself', async () => {
    web.put('/faro', faro);
    const { port } = web;
    const to = (path: string, location: string) =>
      web.put(path, (response) => response.writeHead(302, { ...html, location }).end());
    expect(await read(to('/near', '/faro'))).not.toHaveProperty('elsewhere');
    const away = await read(to('/away', `http://localhost:${port}/faro`));
    expect(away).toMatchObject({ words: { title: 'El faro de la costa' }, elsewhere: true });
    const lost = await read(to('/lost', 'http://[::1]:9/'));
    expect(lost).toMatchObject({ words: null, elsewhere: true });
  });

  test('CHAT-51: a redirect is followed to where a link may lead, and no further', async () => {
    web.put('/faro', faro);
    const to = (path: string, location: string) =>
      web.put(path, (response) => response.writeHead(302, { ...html, location }).end());
    expect(await why(to('/near', '/faro'))).toMatchObject({ title: 'El faro de la costa' });
    for (const inside of [
      'http://169.254.169.254/latest/meta-data/',
      'http://[::ffff:10.0.0.1]/',
      '//10.0.0.1/',
      `http://127.0.0.1:${web.port + 1}/`,
      'file:///etc/passwd',
      'http://a:b@127.0.0.1/',
    ]) {
      expect(await why(to('/inside', inside))).toBe('address');
    }
    expect(await why(to('/bad', 'http://[x'))).toBe('redirects');
    expect(await why(to('/round', '/round'))).toBe('redirects');
    expect(web.asked.filter(({ path }) => path === '/round')).toHaveLength(4);
  });
});

describe('what takes too much', () => {
  const stuffing = Buffer.alloc(64 * 1024, ' ');

  test('CHAT-51: an answer without end is left after a megabyte', async () => {
    let closed = Promise.resolve<unknown>(undefined);
    let sent = 0;
    const url = web.put('/endless', (response) => {
      closed = once(response, 'close');
      response.writeHead(200, html).write('<html><head><title>x</title>');
      const more = () => {
        while (!response.destroyed && response.write(stuffing)) sent += stuffing.length;
      };
      response.on('drain', more);
      more();
    });
    expect(await why(url)).toBe('tooLarge');
    await closed;
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('CHAT-51: of a large page only the head is read', async () => {
    let closed = Promise.resolve<unknown>(undefined);
    const url = web.put('/large', (response) => {
      closed = once(response, 'close');
      response.writeHead(200, html).write(faro);
      const more = () => {
        while (!response.destroyed && response.write(stuffing));
      };
      response.on('drain', more);
      more();
    });
    expect(await why(url)).toMatchObject({ title: 'El faro de la costa' });
    await closed;
  });

  test('CHAT-51: what unpacks to a thousand times its size is left, too', async () => {
    const bomb = gzipSync(
      Buffer.concat([Buffer.from('<html><head>'), Buffer.alloc(256 * 1024 * 1024)]),
    );
    const url = web.put('/bomb', (response) =>
      response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    expect(await why(url)).toBe('tooLarge');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('CHAT-51: whoever answers slowly, or by drops, is left', async () => {
    const silent = web.put('/silent', () => {});
    expect(await why(silent, { timeoutMs: 150 })).toBe('late');
    const dripping = web.put('/dripping', (response) => {
      response.writeHead(200, html);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await why(dripping, { timeoutMs: 150 })).toBe('late');
  });

  test('CHAT-51: who does not answer, or breaks off, is told apart from a server that stops', async () => {
    const cut = web.put('/cut', (response) => response.destroy());
    expect(await why(cut)).toBe('unreachable');
    const stopping = new AbortController();
    const silent = web.put('/silent', () => stopping.abort(new Error('the server stops')));
    const reader = createPageReader({ version, admits: here });
    await expect(reader.read(silent, stopping.signal)).rejects.toThrow('the server stops');
  });
});
