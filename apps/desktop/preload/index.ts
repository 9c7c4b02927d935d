import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../shared/bridge.ts';
import type { CallInput, CallName, CallOutput, Told, ToldName } from '../shared/contract.ts';

// Runs sandboxed beside the page. Nothing of Electron itself gets through: only these functions.
const ask = <Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> => ipcRenderer.invoke(`atalaya:${name}`, input);

const told: readonly ToldName[] = ['place', 'wake', 'quiet', 'update'];

const bridge: Bridge = {
  info: () => ask('app.info', undefined),
  setLanguage: (language) => ask('language.set', language),
  server: {
    state: () => ask('server.state', undefined),
    choose: (address) => ask('server.choose', address),
    forget: (address) => ask('server.forget', address),
  },
  session: {
    load: () => ask('session.load', undefined),
    save: (token) => ask('session.save', token),
    clear: () => ask('session.clear', undefined),
  },
  setBadge: (count) => ask('badge.set', count),
  notify: (notice) => ask('notice.show', notice),
  quiet: {
    state: () => ask('quiet.state', undefined),
    set: (hours) => ask('quiet.set', hours),
    pause: (on) => ask('quiet.pause', on),
  },
  update: {
    state: () => ask('update.state', undefined),
    check: () => ask('update.check', undefined),
    install: () => ask('update.install', undefined),
  },
  openCase: (caseId) => ask('window.openCase', caseId),
  takePlace: () => ask('place.take', undefined),
  on(name, listener) {
    if (!told.includes(name)) throw new TypeError('The program tells no such thing.');
    // The event itself would hand the page a way to every channel.
    const hear = (_event: unknown, value: Told[typeof name]) => listener(value);
    ipcRenderer.on(`atalaya:${name}`, hear);
    return () => void ipcRenderer.off(`atalaya:${name}`, hear);
  },
};

contextBridge.exposeInMainWorld('atalaya', bridge);
