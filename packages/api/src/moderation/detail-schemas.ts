import { z } from 'zod';
import { id, pageOf } from '../common.ts';
import { role } from '../identity/schemas.ts';
import { memberState } from '../organisations/schemas.ts';
import {
  actionType,
  caseIdInput,
  caseRow,
  person,
  policy,
  sanctionKind,
  severity,
} from './case-schemas.ts';
import { flagBand } from './flag-schemas.ts';

export const flag = z.object({
  id,
  /** Who flagged; null for a detection. Staff only, and never the person it is about. */
  flagger: person.nullable(),
  /** The rule that found something; null for a person's flag, or when the rule is gone. */
  rule: z.object({ id, name: z.string() }).nullable(),
  policy,
  severity,
  note: z.string(),
  /** What the rule saw. */
  matched: z.array(z.string()),
  createdAt: z.date(),
});
/** A message as it was when the evidence was taken. */
export const frozenMessage = z.object({
  id,
  seq: z.number().int(),
  author: person,
  content: z.string(),
  createdAt: z.coerce.date(),
  editedAt: z.coerce.date().nullable(),
  deletedAt: z.coerce.date().nullable(),
  /** What it carried; absent: nothing. The hash is SHA-256 of what is kept. */
  files: z
    .array(
      z.object({
        id,
        name: z.string(),
        type: z.string(),
        bytes: z.number().int(),
        hash: z.string().nullable(),
      }),
    )
    .optional(),
  /** What the pages of its links said under it; absent: nothing. */
  previews: z
    .array(
      z.object({
        url: z.string(),
        site: z.string(),
        title: z.string(),
        description: z.string(),
        /** Its author, or who may delete it, took it off. */
        removed: z.boolean(),
      }),
    )
    .optional(),
});
const frozenChannel = z.object({
  id,
  name: z.string(),
  topic: z.string(),
  type: z.enum(['public', 'private', 'direct']),
  memberCount: z.number().int(),
});
export const evidenceContent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    text: z.string(),
    channel: frozenChannel,
    message: frozenMessage,
    /** What it said before its last edits, the oldest first. */
    revisions: z.array(z.object({ content: z.string(), at: z.coerce.date() })),
    /** Up to ten messages around it, in the channel's order. */
    before: z.array(frozenMessage),
    after: z.array(frozenMessage),
  }),
  z.object({
    type: z.literal('channel'),
    text: z.string(),
    channel: frozenChannel,
    /** Its last messages, in order. */
    messages: z.array(frozenMessage),
  }),
  z.object({
    type: z.literal('member'),
    text: z.string(),
    member: person.extend({ bio: z.string(), statusText: z.string(), role }),
  }),
]);
export type EvidenceContent = z.infer<typeof evidenceContent>;
export const evidence = z.object({
  id,
  createdAt: z.date(),
  content: evidenceContent,
  /** The evidence whose surroundings hold for this one, which has none; null: it has its own. */
  contextId: id.nullable(),
});

export const sanction = z.object({
  id,
  kind: sanctionKind,
  /** Null: everywhere. */
  channelId: id.nullable(),
  messageId: id.nullable(),
  policy,
  statement: z.string(),
  startsAt: z.date(),
  /** Null: for good. */
  endsAt: z.date().nullable(),
});
export type Sanction = z.infer<typeof sanction>;
export const decision = z.object({
  id,
  by: person,
  actions: z.array(
    z.object({
      type: actionType,
      minutes: z.number().int().optional(),
      everywhere: z.boolean().optional(),
    }),
  ),
  policy,
  statement: z.string(),
  note: z.string(),
  /** The decision that this one takes back. */
  revertsId: id.nullable(),
  /** Whether a later one took it back. */
  reverted: z.boolean(),
  createdAt: z.date(),
});
/** What was arranged about a case. */
export const deskEvent = z.object({
  id,
  kind: z.enum(['assigned', 'unassigned', 'escalated', 'deescalated', 'snoozed', 'woken']),
  /** Null: by itself, in time or because there was something new. */
  by: person.nullable(),
  /** To whom it was assigned. */
  member: person.nullable(),
  /** Until when it was put off. */
  until: z.date().nullable(),
  note: z.string(),
  createdAt: z.date(),
});
export type DeskEvent = z.infer<typeof deskEvent>;
/** The person a case is about, as staff see them. */
export const concerned = person.extend({
  role,
  state: memberState,
  bannedUntil: z.date().nullable(),
  createdAt: z.date(),
  /** The latest fifty, the newest first. */
  sanctions: z.array(
    sanction.extend({ caseId: id, decidedBy: person, liftedAt: z.date().nullable() }),
  ),
  counts: z.object({
    /** Cases about the person, this one included. */
    cases: z.number().int(),
    openCases: z.number().int(),
    sanctions: z.number().int(),
    activeSanctions: z.number().int(),
    /** How many flags the person has raised; those about the reader left out. */
    flagsRaised: flagBand,
  }),
});
export const caseDetail = caseRow.extend({
  /** The first ones; `more.flags` goes on. */
  flags: z.array(flag),
  /** The latest ones, the oldest of them first, and what their `contextId` names; `more.evidence` goes back. */
  evidence: z.array(evidence),
  /** The latest ones, the oldest of them first; `more.decisions` goes back. Those of merged cases, too. */
  decisions: z.array(decision),
  /** The last thirty, the oldest of them first. */
  desk: z.array(deskEvent),
  /** Cursors for `cases.flags`, `cases.evidence` and `cases.decisions`; null: all are here. */
  more: z.object({
    flags: z.string().nullable(),
    evidence: z.string().nullable(),
    decisions: z.string().nullable(),
  }),
  counts: z.object({ evidence: z.number().int(), decisions: z.number().int() }),
  /** The case that it was merged into. */
  mergedIntoId: id.nullable(),
  person: concerned.nullable(),
  /** Key of the sentence that states the policy. */
  policyText: z.string(),
  /** What the caller may do with this case now. */
  allowed: z.object({
    claim: z.boolean(),
    actions: z.array(actionType),
    /** Of mutes, too. Null: without a limit, and for good. */
    longestBanMinutes: z.number().int().nullable(),
    /** The decision that the caller may take back, and until when. */
    undo: z.object({ decisionId: id, until: z.date() }).nullable(),
    assign: z.boolean(),
    escalate: z.boolean(),
    deescalate: z.boolean(),
    snooze: z.boolean(),
    unsnooze: z.boolean(),
  }),
});
export type CaseDetail = z.infer<typeof caseDetail>;

export const casePartsInput = caseIdInput.extend({
  cursor: z.string().max(400).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
});
/** One is as long as what people wrote around it. */
export const caseEvidenceInput = casePartsInput.extend({
  limit: z.number().int().min(1).max(10).default(5),
});
/** The first one first. */
export const flagPage = pageOf(flag);
/** The newest first. */
export const evidencePage = pageOf(evidence);
/** The newest first, notes among them. */
export const decisionPage = pageOf(decision);

// One's own standing --------------------------------------------------------

/** What is in force against the caller: mutes, and what they were told in the last weeks. */
export const mineOutput = z.object({ sanctions: z.array(sanction) });
