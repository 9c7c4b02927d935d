import { z } from 'zod';
import { cursorInput, humanText, id, pageOf } from '../common.ts';
import { locale, presence, presenceChoice, role } from '../identity/schemas.ts';

export const plan = z.enum(['community', 'team', 'enterprise']);
export const organisation = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  emailDomain: z.string().nullable(),
  plan,
  active: z.boolean(),
  openRegistration: z.boolean(),
  memberCount: z.number().int(),
  createdAt: z.date(),
});
export const organisationUpdateInput = z.object({
  name: humanText(1, 80).optional(),
  emailDomain: z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .pipe(
      z
        .string()
        .max(253)
        .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/),
    )
    .nullable()
    .optional(),
  openRegistration: z.boolean().optional(),
});

export const memberState = z.enum(['active', 'deactivated', 'banned']);
/** What everyone in the organisation sees of a member. */
export const memberCard = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role,
  state: memberState,
  presence,
  statusText: z.string(),
});
export type MemberCard = z.infer<typeof memberCard>;
export const memberDetail = memberCard.extend({
  bio: z.string(),
  lastActiveAt: z.date().nullable(),
  createdAt: z.date(),
  /** What the caller may do with this person. */
  allowed: z.object({ update: z.boolean(), deactivate: z.boolean() }),
});

export const memberListInput = cursorInput.extend({
  /** Matches the beginning of the username or of any word of the name. */
  search: z.string().trim().max(80).optional(),
  state: memberState.default('active'),
});
export const memberPage = pageOf(memberCard);
export const memberIdInput = z.object({ memberId: id });
export const memberUpdateInput = z.object({
  /** Absent: oneself. */
  memberId: id.optional(),
  displayName: humanText(1, 60).optional(),
  bio: humanText(0, 500).optional(),
  statusText: humanText(0, 100).optional(),
  locale: locale.optional(),
});
export const presenceInput = z.object({ choice: presenceChoice });
/** Sent when the person comes back to or leaves the keyboard. */
export const activityInput = z.object({ away: z.boolean() });
export const presenceChange = z.object({ memberId: id, presence, statusText: z.string() });
export type PresenceChange = z.infer<typeof presenceChange>;
export const presenceEvent = z.discriminatedUnion('type', [
  /** People whose presence or status text changed, each at most once: everyone hears of everyone, so it is short. */
  z.object({
    type: z.literal('changed'),
    people: z.array(z.object({ presence, memberIds: z.array(id) })),
    /** Status texts by member; who is not here has none now. */
    texts: z.record(id, z.string()),
  }),
  /** Changes may have been missed: list the people on the screen afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type PresenceEvent = z.infer<typeof presenceEvent>;

export const inviteCreateInput = z.object({
  uses: z.number().int().min(1).max(1000).default(1),
  days: z.number().int().min(1).max(90).default(7),
});
export const invite = z.object({
  id,
  usesLeft: z.number().int(),
  createdAt: z.date(),
  expiresAt: z.date(),
  /** Null for one that nobody made by hand. */
  createdBy: z.object({ id, name: z.string() }).nullable(),
});
/** The code is shown once; only its hash is kept. */
export const inviteCreated = invite.extend({ code: z.string() });
export const invitePage = pageOf(invite);
export const inviteIdInput = z.object({ inviteId: id });
