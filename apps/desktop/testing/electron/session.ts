import type Electron from 'electron';
import type { Records } from './records.ts';

/** The session of all pages: what it is asked about permissions is kept for tests to ask. */
export function createSession(records: Records) {
  return {
    setPermissionRequestHandler(handler) {
      records.permissionRequest = (permission) => {
        let allowed = false;
        handler?.(
          {} as Electron.WebContents,
          permission as Parameters<NonNullable<typeof handler>>[1],
          (answer) => {
            allowed = answer;
          },
          {} as Electron.PermissionRequest,
        );
        return allowed;
      };
    },
    setPermissionCheckHandler(handler) {
      records.permissionCheck = (permission) =>
        handler?.(
          null,
          permission as Parameters<NonNullable<typeof handler>>[1],
          '',
          {} as Electron.PermissionCheckHandlerHandlerDetails,
        ) ?? true;
    },
    setDevicePermissionHandler: () => {},
  } satisfies Pick<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >;
}
