import { z } from 'zod';
import { cursorInput, id, instant, pageOf } from '../common.ts';

const word = z.string().min(1).max(100);
export const auditFilters = z.object({
  actorId: id.optional(),
  /** Beginning of the action, such as `chat.channels`. */
  action: word.optional(),
  subjectType: word.optional(),
  subjectId: word.optional(),
  /** From this moment on, and before that one. */
  from: instant.optional(),
  to: instant.optional(),
});
export type AuditFilters = z.output<typeof auditFilters>;

export const auditEntry = z.object({
  /** Place in the organisation's chain. */
  position: z.number().int(),
  at: z.date(),
  /** Null: the system itself, or nobody who was signed in. */
  actor: z.object({ id, displayName: z.string(), username: z.string() }).nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  /** What the subject is called, where it has a name. */
  subjectName: z.string().nullable(),
  before: z.json(),
  after: z.json(),
  ip: z.string().nullable(),
  /** Of sessions; gone, like the address, after the time that policy says. */
  userAgent: z.string().nullable(),
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditListInput = cursorInput.extend({
  ...auditFilters.shape,
  /**
   * A position, such as `firstBroken` of `audit.verify`: the first page has it in its middle, or the
   * place where it is missing. The pages after it go on to older entries.
   */
  around: z.number().int().min(1).max(2_147_483_647).optional(),
});
/** The beginning of the log that policy removed; null: nothing. A signed checkpoint stands in its place. */
export const auditRemoved = z
  .object({
    /** Position and moment of the last entry that was removed. */
    until: z.number().int(),
    before: z.date(),
    /** When it was last removed. */
    at: z.date(),
  })
  .nullable();
export const auditPage = pageOf(auditEntry).extend({ removed: auditRemoved });

export const auditEvent = z.discriminatedUnion('type', [
  /** What was recorded since, the oldest first. A list that was read meanwhile may hold it already. */
  z.object({ type: z.literal('appended'), entries: z.array(auditEntry) }),
  /** Told first, and where too much was recorded at once: list the log afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type AuditEvent = z.infer<typeof auditEvent>;

export const auditExportInput = auditFilters.extend({
  format: z.enum(['csv', 'jsonl']),
  /** `nextCursor` of the part before; absent for the first part. */
  cursor: z.string().max(400).nullish(),
});
/**
 * A part of the file, the oldest entries first. The parts in their order are the file. JSON lines are
 * signed and can be verified by anybody; CSV cannot, it is for people.
 */
export const auditExported = z.object({
  text: z.string(),
  entries: z.number().int(),
  nextCursor: z.string().nullable(),
});

export const auditVerified = z.object({
  ok: z.boolean(),
  /** Entries that the chain has, without those that policy removed. */
  entries: z.number().int(),
  removed: auditRemoved,
  /** Position of the first one that is missing or was changed: `around` of `audit.list` shows it. */
  firstBroken: z.number().int().nullable(),
  /** Hash of the last entry, in hexadecimal: keep it elsewhere, and it proves more than the chain can. */
  lastHash: z.string().nullable(),
  /** Key that signs exports, in hexadecimal: keep it elsewhere, and it proves whose an export is. */
  publicKey: z.string(),
});
