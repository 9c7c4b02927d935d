import type { Session } from 'electron';

/** What a page may ask the system for, by name, and nothing else. */
const allowed = new Set([
  'clipboard-sanitized-write',
  // A community's server often stands in the same house. The page's policy names the one address
  // that it may speak to, so this opens no other door.
  'local-network-access',
  'local-network',
  'loopback-network',
]);

/** Refuses camera, microphone, place, devices and whatever comes later, asked and unasked. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowed.has(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => allowed.has(permission));
  session.setDevicePermissionHandler(() => false);
}
