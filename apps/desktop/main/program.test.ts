import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../server/src/testing/server.ts';
import { CancellableEvent } from '../testing/electron-stand-in.ts';
import { programForTests, type TestProgram } from '../testing/program.ts';

const page = 'atalaya-app://console/console/';
const aCase = '0199c6a4-7d0e-7c3a-9d55-3f0f5d6f7a10';
const token = 'a-refresh-token-of-forty-characters-long';

let start: Awaited<ReturnType<typeof programForTests>>;
let server: TestServer;
beforeAll(async () => {
  start = await programForTests();
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

describe('UI-11: the page is confined', () => {
  test('UI-11: isolated, sandboxed, without Node, and nothing is permitted', async () => {
    const { standIn, window } = await start();
    expect(standIn.records.isSandboxed).toBe(true);
    expect(window().options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
    });
    expect(standIn.records.schemes).toEqual([
      expect.objectContaining({ privileges: expect.not.objectContaining({ bypassCSP: true }) }),
    ]);
    // The server may stand in the same house; the policy names it.
    expect(standIn.records.permissionRequest?.('local-network-access')).toBe(true);
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'usb']) {
      expect(standIn.records.permissionRequest?.(permission), permission).toBe(false);
      expect(standIn.records.permissionCheck?.(permission), permission).toBe(false);
    }
  });

  test('UI-11: it goes nowhere else and opens nothing; links open in the browser', async () => {
    const { standIn, window } = await start();
    const { contents } = window();
    const goTo = (name: string, url: string) => {
      const event = new CancellableEvent(url);
      contents.events.emit(name, event);
      return event.defaultPrevented ? 'stays' : 'goes';
    };
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(goTo(name, `${page}queue`)).toBe('goes');
      for (const url of [
        'https://evil.example/',
        'file:///etc/passwd',
        'atalaya-app://other/console/',
        'atalaya-app://console.evil/console/',
        'javascript:alert(1)',
      ]) {
        expect(goTo(name, url), `${name} ${url}`).toBe('stays');
      }
    }
    expect(goTo('will-attach-webview', '')).toBe('stays');
    for (const url of ['https://a.example/x', 'file:///etc/passwd', 'javascript:x', 'smb://host']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    }
    expect(standIn.records.opened).toEqual(['https://a.example/x']);
  });

  test('UI-11: its files come with a strict policy that names the one server', async () => {
    const { standIn, bridge } = await start();
    const policyOf = async (path: string) =>
      (await standIn.fetchFile(`${page}${path}`)).headers.get('content-security-policy') ?? '';
    expect(await policyOf('')).toContain("default-src 'none'");
    expect(await policyOf('')).not.toMatch(/unsafe|\*|http/);
    expect(await bridge().server.choose(server.url)).toBe('chosen');
    const line = `connect-src 'self' ${server.url} ${server.url.replace('http', 'ws')}`;
    expect(await policyOf('queue/some/screen')).toContain(line);
    expect(await policyOf('assets/app.js')).toContain("script-src 'self'");
    for (const path of [
      '..%2fsecret.json',
      '..%2f..%2fsecret.json',
      '%2e%2e/secret.json',
      'assets/none.js',
      '%00.js',
      '%',
    ]) {
      expect((await standIn.fetchFile(`${page}${path}`)).status, path).toBe(404);
    }
    expect((await standIn.fetchFile('atalaya-app://console/secret.json')).status).toBe(404);
    expect((await standIn.fetchFile('atalaya-app://other/console/')).status).toBe(404);
    expect((await standIn.fetchFile(page, { method: 'POST' })).status).toBe(405);
  });

  test('UI-11: only the console’s own page is answered, and only what it may say', async () => {
    const { standIn } = await start();
    const own = { url: `${page}queue`, parent: null };
    const ask = (name: string, input: unknown, frame: typeof own | null = own) =>
      standIn.invoke(`atalaya:${name}`, [input], frame);
    await expect(ask('server.state', undefined)).resolves.toEqual({ current: null, known: [] });
    for (const frame of [
      null,
      { url: 'https://evil.example/', parent: null },
      { url: 'atalaya-app://console.evil/', parent: null },
      { url: `${page}queue`, parent: own as never },
    ]) {
      await expect(ask('session.load', undefined, frame)).rejects.toThrow('Refused');
    }
    for (const [name, input] of [
      ['session.save', 'short'],
      ['session.save', { token }],
      ['badge.set', -1],
      ['badge.set', '3'],
      ['server.choose', 'file:///etc'],
      ['server.choose', 'https://name:secret@host'],
      ['window.openCase', '../../x'],
      ['language.set', 'fr'],
      ['notice.show', { id: 'x', title: 't', body: '', target: { type: 'url' }, actions: [] }],
      ['server.state', 'something'],
      ['quiet.set', { enabled: true, from: 0, to: 1_440, days: [1], criticalPasses: true }],
      ['quiet.set', { enabled: true, from: 0, to: 60, days: [7], criticalPasses: true }],
      ['quiet.pause', 'tomorrow'],
      ['update.install', 'https://evil.example/program'],
    ] as const) {
      const refusal = await ask(name, input).then(() => '', String);
      expect(refusal, name).toContain('Refused');
      expect(refusal).not.toContain('secret');
    }
    await expect(ask('eval', '1')).rejects.toThrow('No handler');
  });

  test('UI-11: the bridge is narrow, and nothing of Electron shows through it', async () => {
    const { bridge, standIn, window } = await start();
    const own = bridge();
    expect(Object.keys(own).toSorted()).toEqual([
      'info',
      'notify',
      'on',
      'openCase',
      'quiet',
      'server',
      'session',
      'setBadge',
      'setLanguage',
      'takePlace',
      'update',
    ]);
    const heard: unknown[][] = [];
    const stop = own.on('wake', (...values) => heard.push(values));
    standIn.wake();
    expect(heard).toEqual([[null]]);
    stop();
    standIn.wake();
    expect(heard).toHaveLength(1);
    expect(() => own.on('other' as 'wake', () => {})).toThrow('no such thing');
    expect(window().contents.mainFrame.url).toBe(page);
  });
});

describe('UI-01: first run', () => {
  test('UI-01: a server is asked before it is taken, and is remembered with others', async () => {
    const { bridge, userData, window } = await start();
    const { server: servers } = bridge();
    const loads = vi.fn();
    window().contents.events.on('load', loads);
    expect(await servers.choose('127.0.0.1:1')).toBe('unreachable');
    expect(await servers.choose(`${server.url}/some/path?x=1`)).toBe('chosen');
    await vi.waitFor(() => expect(loads).toHaveBeenCalledWith(page));
    expect(await servers.state()).toEqual({ current: server.url, known: [server.url] });
    const again = await start({ userData });
    expect(await again.bridge().server.state()).toEqual({
      current: server.url,
      known: [server.url],
    });
    expect(await again.bridge().server.forget(server.url)).toEqual({ current: null, known: [] });
  });

  test('UI-01: the session lies in the key store: nothing readable is left on the disk', async () => {
    const { bridge, userData, standIn } = await start();
    const { session, server: servers } = bridge();
    expect(await session.load()).toBeNull();
    await servers.choose(server.url);
    await session.save(token);
    expect(await session.load()).toBe(token);
    expect(filesOf(userData)).not.toContain(token);
    expect(filesOf(userData)).toContain(server.url);
    expect((await bridge().info()).keepsSession).toBe(true);
    // Another machine's key opens nothing, and what cannot be opened is dropped.
    const elsewhere = await start({ userData });
    expect(await elsewhere.bridge().session.load()).toBeNull();
    await session.clear();
    expect(await session.load()).toBeNull();
    expect(standIn.records.windows).toHaveLength(1);
  });

  test('UI-01: without a key store the session lasts as long as the program', async () => {
    const { bridge, userData } = await start({ hasKeyStore: false });
    const { session, server: servers, info } = bridge();
    await servers.choose(server.url);
    await session.save(token);
    expect(await session.load()).toBe(token);
    expect((await info()).keepsSession).toBe(false);
    expect(filesOf(userData)).not.toContain(Buffer.from(token).toString('base64'));
    expect(
      await (await start({ userData, hasKeyStore: false })).bridge().session.load(),
    ).toBeNull();
  });
});

describe('UI-10: at home on the desktop', () => {
  let program: TestProgram;
  const places: string[] = [];
  beforeAll(async () => {
    program = await start();
    const bridge = program.bridge();
    expect(await bridge.takePlace()).toBeNull();
    bridge.on('place', (place) => places.push(place));
  });

  test('UI-10: icon and tray show the queue, in the language of the screen', async () => {
    const { standIn, bridge } = program;
    await bridge().setBadge(12);
    expect(standIn.records.badge).toBe(12);
    const [tray] = standIn.records.trays;
    expect(tray?.tooltip).toBe('Atalaya · 12 casos en la cola');
    await bridge().setLanguage('en');
    expect(tray?.tooltip).toBe('Atalaya · 12 cases in the queue');
    expect(standIn.records.menu.map(({ label }) => label)).toContain('View');
    await bridge().setBadge(0);
    expect(standIn.records.badge).toBe(0);
  });

  test('UI-10: a notice leads to its case, its button to the decision', async () => {
    const { standIn, bridge, window } = program;
    const notice = {
      id: `case:${aCase}`,
      title: 'New case',
      body: 'harassment in general',
      target: { type: 'case' as const, caseId: aCase },
      actions: [
        { id: 'decide' as const, text: 'Decide…' },
        { id: 'open' as const, text: 'Open' },
      ],
    };
    await bridge().notify(notice);
    const [first] = standIn.records.notices;
    expect(first?.options).toMatchObject({
      title: 'New case',
      actions: [
        { type: 'button', text: 'Decide…' },
        { type: 'button', text: 'Open' },
      ],
    });
    window().hide();
    first?.events.emit('click');
    expect(places.splice(0)).toEqual([`/queue?case=${aCase}`]);
    expect(window().isShown).toBe(true);
    await bridge().notify(notice);
    standIn.records.notices.at(-1)?.events.emit('action', { actionIndex: 0 });
    expect(places.splice(0)).toEqual([`/queue?case=${aCase}&decide=1`]);
    await bridge().notify(notice);
    await bridge().notify(notice);
    expect(standIn.records.notices.at(-2)?.state).toBe('closed');
  });

  test('UI-10: deep links of a second start lead there; others lead nowhere', async () => {
    const { standIn } = program;
    const open = (link: string) =>
      standIn.emitApp('second-instance', {}, ['atalaya', link], '', null);
    open(`atalaya://case/${aCase.toUpperCase()}`);
    open('atalaya://alerts');
    expect(places.splice(0)).toEqual([`/queue?case=${aCase}`, '/alerts']);
    for (const link of [
      'atalaya://case/../../settings',
      `atalaya://case/${aCase}&decide=1`,
      'atalaya://settings',
      'https://evil.example',
      'atalaya://',
    ]) {
      open(link);
    }
    expect(places).toEqual([]);
    const event = new CancellableEvent();
    standIn.emitApp('open-url', event, `atalaya://case/${aCase}?from=mail`);
    expect(event.defaultPrevented).toBe(true);
    expect(places.splice(0)).toEqual([`/queue?case=${aCase}`]);
  });

  test('UI-10: what was asked for before the page listened is told when it does, once', async () => {
    const early = await start();
    early.standIn.emitApp('open-url', new CancellableEvent(), `atalaya://case/${aCase}`);
    expect(await early.bridge().takePlace()).toBe(`/queue?case=${aCase}`);
    expect(await early.bridge().takePlace()).toBeNull();
  });

  test('UI-10: one program per person', async () => {
    const second = await start({ isFirst: false });
    expect(second.standIn.records.hasQuit).toBe(true);
    expect(second.standIn.records.windows).toHaveLength(0);
  });

  test('UI-10: closing hides, the place is remembered, quitting ends', async () => {
    const { standIn, window, userData } = await start();
    const { events } = window();
    window().bounds = { x: 100, y: 120, width: 1200, height: 700 };
    window().close();
    expect(window().isDestroyed).toBe(false);
    expect(window().isShown).toBe(false);
    standIn.emitApp('activate');
    expect(window().isShown).toBe(true);
    expect(events.listenerCount('close')).toBe(1);
    const quit = standIn.records.trays[0]?.menu.at(-1)?.click as () => void;
    quit();
    expect(window().isDestroyed).toBe(true);
    const again = await start({ userData });
    expect(again.window().options).toMatchObject({ x: 100, y: 120, width: 1200, height: 700 });
    // A screen that is gone: the size stays, the place does not.
    again.window().bounds = { x: 9_000, y: 120, width: 1200, height: 700 };
    again.window().close();
    const moved = await start({ userData });
    expect(moved.window().options).toMatchObject({ width: 1200, height: 700 });
    expect(moved.window().options).not.toHaveProperty('x');
  });

  test('UI-08: a page with unsaved changes is not lost without asking', async () => {
    const { standIn, window, bridge } = await start();
    const { records } = standIn;
    const quit = records.trays[0]?.menu.at(-1)?.click as () => void;
    window().contents.holdsBack = true;
    // Closing only hides: nothing is lost, nobody is asked.
    window().close();
    expect(records.asked).toEqual([]);
    records.answer = 1;
    quit();
    expect(records.asked).toEqual([
      expect.objectContaining({
        message: '¿Salir sin guardar?',
        buttons: ['Salir sin guardar', 'Quedarse'],
        cancelId: 1,
      }),
    ]);
    expect(window().isDestroyed).toBe(false);
    expect(window().isShown).toBe(true);
    expect(records.hasQuit).toBe(false);
    // Whoever stayed has not quit: closing hides again.
    window().close();
    expect(window().isDestroyed).toBe(false);
    expect(window().isShown).toBe(false);
    await bridge().setLanguage('en');
    records.answer = 0;
    quit();
    expect(records.asked.at(-1)?.message).toBe('Leave without saving?');
    expect(window().isDestroyed).toBe(true);
    expect(records.hasQuit).toBe(true);
  });

  test('UI-10: a case opens in a window of its own, as confined as the first', async () => {
    const { standIn, bridge } = await start();
    await bridge().openCase(aCase);
    const own = standIn.records.windows[1];
    expect(own?.contents.mainFrame.url).toBe(`${page}case/${aCase}`);
    expect(own?.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true });
    expect(own?.contents.openHandler?.({ url: 'https://a.example' })).toEqual({ action: 'deny' });
  });

  test('UI-10: what goes wrong is written down', async () => {
    const { standIn, userData } = await start();
    standIn.emitApp('render-process-gone', {}, {}, { reason: 'oom', exitCode: 5 });
    const [line = ''] = readFileSync(join(userData, 'logs/crash.log'), 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({
      what: 'render-process-gone',
      detail: { reason: 'oom' },
    });
  });
});
