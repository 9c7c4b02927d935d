import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import type Electron from 'electron';
import type { Bridge } from '../shared/bridge.ts';
import type { StandIn, StandInWindow } from './electron-stand-in.ts';

const nodeRequire = createRequire(import.meta.url);

/** Runs the built main process, the very file that is packaged, with a stand-in for Electron. */
export async function runMain({ electron, process: own }: StandIn, folder: string): Promise<void> {
  const code = readFileSync(join(folder, 'main.cjs'), 'utf8');
  const load = (name: string) => {
    if (name === 'electron') return electron;
    // The packaged program has no node_modules.
    if (!isBuiltin(name)) throw new Error(`main.cjs wants ${name}`);
    return nodeRequire(name);
  };
  // What the program does about its own crashes must not catch those of the tests.
  const process_ = Object.create(process, {
    on: { value: () => process_ },
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }])),
  });
  const parameters = ['require', 'module', 'exports', 'process'];
  new Function(...parameters, code)(load, { exports: {} }, {}, process_);
  // Ready comes a moment later.
  await new Promise((resolve) => setImmediate(resolve));
}

/** Runs the built preload as a sandboxed one runs: with Electron's page side and nothing else. */
export function runPreload(standIn: StandIn, window: StandInWindow, folder: string): Bridge {
  const { contents } = window;
  const listeners = new Map<string, Set<(event: object, ...values: unknown[]) => void>>();
  contents.events.on('to-page', (channel: string, values: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...values);
  });
  const worlds: Record<string, unknown> = {};
  const page = {
    contextBridge: {
      exposeInMainWorld(name, api) {
        worlds[name] = api;
      },
    } satisfies Pick<Electron.ContextBridge, 'exposeInMainWorld'>,
    ipcRenderer: {
      invoke: (channel, ...values) => standIn.invoke(channel, values, contents.mainFrame, contents),
      on(channel: string, listener: (event: never, ...values: never[]) => void): never {
        const all = listeners.get(channel) ?? new Set();
        listeners.set(channel, all.add(listener as never));
        return undefined as never;
      },
      off(channel: string, listener: (event: never, ...values: never[]) => void): never {
        listeners.get(channel)?.delete(listener as never);
        return undefined as never;
      },
    } satisfies Pick<Electron.IpcRenderer, 'invoke' | 'on' | 'off'>,
  };
  const load = (name: string) => {
    if (name !== 'electron') throw new Error(`a sandboxed preload cannot load ${name}`);
    return page;
  };
  new Function('require', readFileSync(join(folder, 'preload.cjs'), 'utf8'))(load);
  return worlds['atalaya'] as Bridge;
}
