import type { Permission, Role } from './schemas.ts';

const everyStaff = [
  'system:status',
  'moderation:read',
  'alerts:read',
  'insights:read',
  'people:read',
] as const satisfies Permission[];
/** What auditors, who change nothing, do not have. */
const everyModerator = [
  ...everyStaff,
  'members:invite',
  'messages:moderate',
  'moderation:decide',
  'users:ban',
  'alerts:handle',
] as const satisfies Permission[];

/** The one table of who may do what. Screens read it to show or hide, the builders to refuse. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  member: [],
  moderator: everyModerator,
  admin: [
    ...everyModerator,
    'members:update',
    'members:deactivate',
    'channels:manage',
    'organisation:manage',
    'moderation:rules',
    'moderation:escalated',
    'audit:read',
  ],
  superadmin: [
    ...everyModerator,
    'members:update',
    'members:deactivate',
    'channels:manage',
    'organisation:manage',
    'moderation:rules',
    'moderation:escalated',
    'audit:read',
    'system:settings',
  ],
  auditor: [...everyStaff, 'audit:read'],
};

export const hasPermission = (role: Role, permission: Permission): boolean =>
  permissionsOf[role].includes(permission);
