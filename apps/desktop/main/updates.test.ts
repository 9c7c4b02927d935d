import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { programForTests } from '../testing/program.ts';

/** Where newer programs lie: what electron-builder leaves in a folder, over HTTP. */
interface Place {
  url: string;
  asked: string[];
}

let start: Awaited<ReturnType<typeof programForTests>>;
beforeAll(async () => {
  start = await programForTests();
});
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function aPlace(
  version: string,
  program: Buffer,
  sha512 = sha512Of(program),
): Promise<Place> {
  const name = `Atalaya-${version}.AppImage`;
  const facts = [
    `version: ${version}`,
    `files: [{ url: ${name}, sha512: "${sha512}", size: ${program.length} }]`,
    `path: ${name}`,
    `sha512: "${sha512}"`,
    `releaseDate: '2026-11-21T00:00:00.000Z'`,
  ].join('\n');
  const asked: string[] = [];
  const server = createServer(({ url = '' }, answer) => {
    const path = url.split('?')[0] ?? '';
    asked.push(path);
    if (/^\/console\/latest-linux.*\.yml$/.test(path)) answer.end(facts);
    else if (path.endsWith(name)) answer.end(program);
    else answer.writeHead(404).end();
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/console`, asked };
}

const sha512Of = (bytes: Buffer) => createHash('sha512').update(bytes).digest('base64');

/** A program that says where it was started. */
const aProgram = (marker: string) => Buffer.from(`#!/bin/sh\necho new > '${marker}'\n`);

/** The resources of a packaged program that looks there. */
function resourcesFor(url: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-resources-'));
  writeFileSync(join(folder, 'app-update.yml'), `provider: generic\nurl: ${url}\n`);
  const image = join(folder, 'Atalaya.AppImage');
  writeFileSync(image, '#!/bin/sh\n');
  chmodSync(image, 0o755);
  return folder;
}

describe('UI-10: the program keeps itself up to date', { timeout: 30_000 }, () => {
  test('UI-10: a newer one is fetched, told of, and used when the person restarts', async () => {
    const marker = join(mkdtempSync(join(tmpdir(), 'atalaya-new-')), 'started');
    const program = aProgram(marker);
    const { url } = await aPlace('0.2.0', program);
    const resources = resourcesFor(url);
    const { standIn, bridge, window } = await start({ resources });
    const page = bridge();
    await vi.waitFor(
      async () => expect(await page.update.state()).toEqual({ status: 'ready', version: '0.2.0' }),
      { timeout: 15_000 },
    );
    expect(standIn.records.notices.map(({ options }) => options)).toMatchObject([
      { title: 'Atalaya 0.2.0 está lista', body: 'Se usará cuando reinicies el programa.' },
    ]);
    const labels = standIn.records.trays[0]?.menu.map(({ label }) => label);
    expect(labels).toContain('Reiniciar y actualizar a 0.2.0');
    // Nothing happens by itself, and what is unsaved is asked about first.
    expect(standIn.records.hasQuit).toBe(false);
    window().contents.holdsBack = true;
    standIn.records.answer = 1;
    await page.update.install();
    await new Promise((resolve) => setImmediate(resolve));
    expect(standIn.records.asked).toHaveLength(1);
    expect(standIn.records.hasQuit).toBe(false);
    expect(standIn.records.isAlone).toBe(true);
    standIn.records.answer = 0;
    await page.update.install();
    await vi.waitFor(() => expect(standIn.records.hasQuit).toBe(true));
    expect(standIn.records.isAlone).toBe(false);
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 10_000 });
    expect(readFileSync(join(resources, 'Atalaya.AppImage'))).toEqual(program);
  });

  test('UI-10: what is not what was announced is refused, and written down', async () => {
    const program = aProgram('/nowhere');
    const { url } = await aPlace('0.3.0', program, sha512Of(Buffer.from('another')));
    const { standIn, bridge, userData } = await start({ resources: resourcesFor(url) });
    const page = bridge();
    await vi.waitFor(async () => expect((await page.update.state()).status).toBe('failed'), {
      timeout: 15_000,
    });
    expect(readFileSync(join(userData, 'logs/crash.log'), 'utf8')).toContain('sha512');
    expect(standIn.records.notices).toEqual([]);
    await page.update.install();
    expect(standIn.records.hasQuit).toBe(false);
  });

  test('UI-10: the same version is no news, and a place that does not answer is no trouble', async () => {
    const place = await aPlace('0.1.0', Buffer.from('same'));
    const { bridge, standIn } = await start({ resources: resourcesFor(place.url) });
    const page = bridge();
    await vi.waitFor(async () => {
      expect(place.asked.length).toBeGreaterThan(0);
      expect(await page.update.state()).toEqual({ status: 'current', version: null });
    });
    const gone = await start({ resources: resourcesFor(`${place.url}/gone`) });
    const { update } = gone.bridge();
    await vi.waitFor(async () => expect((await update.state()).status).toBe('failed'), {
      timeout: 15_000,
    });
    expect(await update.check()).toMatchObject({ status: 'failed' });
    expect(gone.standIn.records.notices).toEqual([]);
    expect(standIn.records.notices).toEqual([]);
  });

  test('UI-10: a program that is not packaged, or has no place for updates, asks nobody', async () => {
    const { bridge } = await start();
    expect(await bridge().update.check()).toEqual({ status: 'off', version: null });
    const resources = mkdtempSync(join(tmpdir(), 'atalaya-resources-'));
    const alone = await start({ resources });
    expect(await alone.bridge().update.check()).toEqual({ status: 'off', version: null });
  });
});
