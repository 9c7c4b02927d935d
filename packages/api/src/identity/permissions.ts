import type { Permission, Role } from './schemas.ts';

const everyStaff = ['system:status'] as const satisfies Permission[];

/** The one table of who may do what. Screens read it to show or hide, the builders to refuse. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  member: [],
  moderator: [...everyStaff, 'members:invite', 'messages:moderate'],
  admin: [
    ...everyStaff,
    'members:invite',
    'members:update',
    'members:deactivate',
    'channels:manage',
    'messages:moderate',
    'organisation:manage',
    'audit:read',
  ],
  superadmin: [
    ...everyStaff,
    'members:invite',
    'members:update',
    'members:deactivate',
    'channels:manage',
    'messages:moderate',
    'organisation:manage',
    'audit:read',
    'system:settings',
  ],
  auditor: [...everyStaff, 'audit:read'],
};

export const hasPermission = (role: Role, permission: Permission): boolean =>
  permissionsOf[role].includes(permission);
