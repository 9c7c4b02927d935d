import { EventEmitter } from 'node:events';
import http from 'node:http';
import type Electron from 'electron';

/** What only electron-updater asks of Electron: requests of its own, and a session for them. */
export function createUpdating() {
  return {
    net: {
      /** Node's requests do what the library uses of Electron's. */
      request: (options) =>
        http.request(options as http.RequestOptions) as unknown as Electron.ClientRequest,
    } satisfies Pick<Electron.Net, 'request'>,
    session: {
      fromPartition: () => ({}) as Electron.Session,
    } satisfies Pick<typeof Electron.session, 'fromPartition'>,
    /** Emits what Electron's own updater emits before it quits. */
    autoUpdater: new EventEmitter(),
  };
}
