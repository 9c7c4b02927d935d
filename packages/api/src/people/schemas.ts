import { z } from 'zod';
import { cursorInput, id, pageOf } from '../common.ts';
import { locale, presence, role } from '../identity/schemas.ts';
import {
  caseState,
  flagBand,
  flagging,
  policy,
  sanctionKind,
  severity,
  subjectType,
} from '../moderation/schemas.ts';
import { memberState } from '../organisations/schemas.ts';

/** `name`: by the alphabet. `joined`, `lastActive`: the latest first. */
export const peopleSort = z.enum(['name', 'joined', 'lastActive']);
export const peopleListInput = cursorInput.extend({
  /** The beginning of the username or of any word of the name; or a whole e-mail address. */
  search: z.string().trim().max(254).optional(),
  role: role.optional(),
  state: memberState.optional(),
  sort: peopleSort.default('name'),
});

/** What staff see of a person in the list. */
export const personRow = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  role,
  state: memberState,
  /** End of the ban; null while not banned, or when banned for good. */
  bannedUntil: z.date().nullable(),
  presence,
  joinedAt: z.date(),
  lastActiveAt: z.date().nullable(),
});
export type PersonRow = z.infer<typeof personRow>;
export const peoplePage = pageOf(personRow);
export const personIdInput = z.object({ memberId: id });

const personSession = z.object({
  id,
  ip: z.string(),
  device: z.string(),
  createdAt: z.date(),
  lastActiveAt: z.date(),
  expiresAt: z.date(),
  revokedAt: z.date().nullable(),
  revokedReason: z.string().nullable(),
});
const personSanction = z.object({
  id,
  kind: sanctionKind,
  policy,
  statement: z.string(),
  /** Null: everywhere. */
  channelId: id.nullable(),
  messageId: id.nullable(),
  startsAt: z.date(),
  /** Null: for good. */
  endsAt: z.date().nullable(),
  liftedAt: z.date().nullable(),
  /** In force at this moment. */
  active: z.boolean(),
});
const personCase = z.object({
  id,
  subjectType,
  state: caseState,
  policy,
  severity,
  flagCount: z.number().int(),
  openedAt: z.date(),
  decidedAt: z.date().nullable(),
});

/** Everything about a person on one page. Of each list the latest; `counts` says how many there are. */
export const personDetail = personRow.extend({
  bio: z.string(),
  statusText: z.string(),
  locale,
  sessions: z.array(personSession),
  sanctions: z.array(personSanction),
  cases: z.array(personCase),
  counts: z.object({
    openSessions: z.number().int(),
    activeSanctions: z.number().int(),
    sanctions: z.number().int(),
    cases: z.number().int(),
    /** Flags of others about this person or what they wrote, in the last 30 days. */
    flagsReceived: z.number().int(),
    /** How many flags this person made in the last 30 days; those about the reader left out. */
    flagsGiven: flagBand,
  }),
  flagging,
});
export type PersonDetail = z.infer<typeof personDetail>;
