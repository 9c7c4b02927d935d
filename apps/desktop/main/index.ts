import { join } from 'node:path';
import {
  app,
  crashReporter,
  ipcMain,
  Notification,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
} from 'electron';
import { createBadge } from './badge.ts';
import { createCrashLog } from './crash-log.ts';
import { linkIn, linkScheme, placeOf } from './deep-links.ts';
import { handleCalls } from './handle-calls.ts';
import { setMenu } from './menu.ts';
import { createNotices } from './notices.ts';
import { packagedUpdater } from './packaged-updater.ts';
import { pageFiles } from './page-files.ts';
import { denyPermissions } from './permissions.ts';
import { createQuiet } from './quiet.ts';
import { createServers } from './servers.ts';
import { createSessionVault } from './session-vault.ts';
import { languageOf, texts } from './texts.ts';
import { createUpdates } from './updates.ts';
import { windowPlaceFile } from './window-place.ts';
import { confine, createWindows } from './windows.ts';

const program = app.getAppPath();
const own = (name: string) => join(app.getPath('userData'), name);
const icon = join(program, 'assets', 'icon.png');
const trayIcon = join(program, 'assets', 'tray.png');

const crashLog = createCrashLog(own('logs'), () => new Date());
process.on('uncaughtException', (error) => crashLog.write('uncaughtException', error));
process.on('unhandledRejection', (reason) => crashLog.write('unhandledRejection', reason));

// One program per person: a second start hands its link over to the first and ends.
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  app.enableSandbox();
  // Dumps stay on this machine.
  crashReporter.start({ uploadToServer: false });
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'atalaya-app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
  app.setAsDefaultProtocolClient(linkScheme);
  app.on('web-contents-created', (_event, contents) => confine(contents));
  app.on('render-process-gone', (_event, _contents, details) =>
    crashLog.write('render-process-gone', details),
  );
  app.on('child-process-gone', (_event, details) => crashLog.write('child-process-gone', details));
  void app.whenReady().then(run, (error) => crashLog.write('start', error));
}

function run(): void {
  let language = languageOf(app.getLocale());
  const servers = createServers(own('servers.json'), (input, init) =>
    net.fetch(input as string, init),
  );
  const vault = createSessionVault(own('sessions.json'), safeStorage, process.platform);
  const current = () => servers.state().current;

  denyPermissions(session.defaultSession);
  protocol.handle('atalaya-app', pageFiles(join(program, 'dist'), current));

  const windows = createWindows({
    preload: join(program, 'dist-electron', 'preload.cjs'),
    icon,
    place: windowPlaceFile(own('window.json')),
    texts: () => texts[language],
  });
  const quit = () => {
    windows.letGo();
    app.quit();
  };
  const notices = createNotices(icon, (place) =>
    place === null ? windows.show() : windows.open(place),
  );
  const quiet = createQuiet({
    path: own('quiet.json'),
    now: () => new Date(),
    show: notices.show,
    showHeld: ({ cases, alerts }) =>
      notices.show({
        id: 'held',
        title: texts[language].held,
        body: texts[language].heldText(cases, alerts),
        target: { type: cases > 0 ? 'queue' : 'alerts' },
        actions: [],
      }),
    onChange(state) {
      badge.draw();
      windows.tell('quiet', state);
    },
  });
  const updates = createUpdates({
    updater: packagedUpdater(),
    log: crashLog,
    onChange(state) {
      badge.draw();
      windows.tell('update', state);
      const { status, version } = state;
      if (status !== 'ready' || version === null || quiet.state().isQuiet) return;
      const { newer, newerText } = texts[language];
      const target = { type: 'program' as const };
      notices.show({ id: 'update', title: newer(version), body: newerText, target, actions: [] });
    },
  });
  const restart = () => {
    if (updates.state().status !== 'ready') return;
    windows.leave(() => {
      // The newer one starts before this one has ended.
      app.releaseSingleInstanceLock();
      updates.install();
    });
  };
  const badge = createBadge({
    icon: trayIcon,
    texts: () => texts[language],
    more() {
      const { isQuiet, until } = quiet.state();
      const { status, version } = updates.state();
      return { isQuiet, isPaused: until !== null, newer: status === 'ready' ? version : null };
    },
    onPause: quiet.pause,
    onUpdate: restart,
    onShow: windows.show,
    onQuit: quit,
  });
  const speak = () => {
    badge.draw();
    setMenu({ texts: texts[language], crashLog: crashLog.path, onQuit: quit });
  };
  speak();

  const onCurrent = async <Result>(
    work: (server: string) => Result | Promise<Result>,
    otherwise: Result,
  ) => {
    const server = current();
    return server === null ? otherwise : work(server);
  };
  handleCalls(ipcMain, {
    'app.info': async () => ({
      version: app.getVersion(),
      platform: process.platform,
      keepsSession: await vault.isPersistent(),
      showsNotices: Notification.isSupported(),
    }),
    'language.set': (chosen) => {
      language = chosen;
      speak();
    },
    'server.state': () => servers.state(),
    'server.choose': async (address) => {
      const outcome = await servers.choose(address);
      // The page's policy names the server: it has to be loaded with the new one.
      if (outcome === 'chosen') setImmediate(windows.reload);
      return outcome;
    },
    'server.forget': (address) => {
      vault.clear(address);
      return servers.forget(address);
    },
    'session.load': () => onCurrent<string | null>((server) => vault.load(server), null),
    'session.save': (token) => onCurrent<void>((server) => vault.save(server, token), undefined),
    'session.clear': () => onCurrent<void>((server) => vault.clear(server), undefined),
    'badge.set': (count) => badge.set(count),
    'notice.show': (notice) => quiet.notify(notice),
    'quiet.state': () => quiet.state(),
    'quiet.set': (hours) => quiet.set(hours),
    'quiet.pause': (on) => quiet.pause(on),
    'update.state': () => updates.state(),
    'update.check': () => updates.check(),
    'update.install': () => restart(),
    'window.openCase': (caseId) => windows.openCase(caseId),
    'place.take': () => windows.takePlace(),
  });

  const follow = (link: string | undefined) => {
    const place = link === undefined ? null : placeOf(link);
    if (place === null) windows.show();
    else windows.open(place);
  };
  app.on('second-instance', (_event, words) => follow(linkIn(words)));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    follow(link);
  });
  app.on('activate', () => windows.show());
  app.on('before-quit', () => windows.letGo());
  // The tray keeps watching; quitting is said there or in the menu.
  app.on('window-all-closed', () => {});
  powerMonitor.on('resume', () => {
    quiet.look();
    windows.tell('wake', null);
  });
  void updates.check();
  follow(linkIn(process.argv));
}
