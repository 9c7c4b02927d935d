import { z } from 'zod';
import { humanText, id } from '../common.ts';

export const roles = ['member', 'moderator', 'admin', 'superadmin', 'auditor'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

export const email = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email());
export const username = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?$/));
/** Length is the policy here; strength is judged against common passwords when it is set. */
export const password = z.string().min(8).max(256);
export const locale = z.enum(['es', 'en']);
/** `cookie`: the refresh token is kept by the browser, out of reach of scripts. `token`: it is returned. */
export const sessionKeeping = z.enum(['cookie', 'token']);

export const registerInput = z.object({
  email,
  username,
  password,
  displayName: humanText(1, 60).optional(),
  inviteCode: z.string().min(8).max(100).optional(),
  locale: locale.optional(),
});
/** The same whether or not the address was already in use: it says nothing about other people. */
export const registerOutput = z.object({ registered: z.literal(true) });

export const loginInput = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(256),
  session: sessionKeeping.default('token'),
});
export const refreshInput = z
  .object({ refreshToken: z.string().min(20).max(200).optional() })
  .optional();
export const verifyEmailInput = z.object({ code: z.string().min(20).max(200) });

export const permissionName = z.enum([
  'organisation:manage',
  'members:invite',
  'members:update',
  'members:deactivate',
  'channels:manage',
  'messages:moderate',
  'system:settings',
  'system:status',
  'audit:read',
  'moderation:read',
  'moderation:decide',
  'moderation:escalated',
  'moderation:rules',
  'users:ban',
  'alerts:read',
  'alerts:handle',
  'insights:read',
  'people:read',
]);
export type Permission = z.infer<typeof permissionName>;

export const presenceChoice = z.enum(['auto', 'away', 'busy', 'invisible']);
export const presence = z.enum(['online', 'away', 'busy', 'offline']);
export type Presence = z.infer<typeof presence>;

export const me = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  bio: z.string(),
  role,
  permissions: z.array(permissionName),
  locale,
  presenceChoice,
  statusText: z.string(),
  sessionId: id,
  organisation: z.object({ id, name: z.string(), slug: z.string() }),
});
export type Me = z.infer<typeof me>;

export const signedIn = z.object({
  accessToken: z.string(),
  /** When the access token ends; refresh before. */
  accessTokenExpiresAt: z.date(),
  /** Null when the browser keeps it in its cookie. */
  refreshToken: z.string().nullable(),
  member: me,
});
export type SignedIn = z.infer<typeof signedIn>;
