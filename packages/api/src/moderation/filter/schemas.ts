import { z } from 'zod';
import { cursorInput, humanText, id, pageOf } from '../../common.ts';
import { person, policy, severity } from '../schemas.ts';

/** The strongest outcome of the rules that match holds: block, hold, flag, allow. */
export const ruleOutcome = z.enum(['flag', 'hold', 'block']);
export type RuleOutcome = z.infer<typeof ruleOutcome>;

/**
 * Words or phrases, found as whole words through accents, lookalikes, digits for letters, repetitions
 * and what is put between letters. A `*` at an end stands for more letters.
 */
const wordsConfig = z.object({
  words: z.array(humanText(1, 100)).min(1).max(1_000),
  /** Words that are fine although they would match. */
  except: z.array(humanText(1, 100)).max(1_000).default([]),
});
/** A regular expression in RE2's syntax, looked for in the text as it is written. */
const patternConfig = z.object({
  pattern: z.string().min(1).max(500),
  caseSensitive: z.boolean().default(false),
});
/** Links to any host but these and what is below them. */
const linksConfig = z.object({
  allowedHosts: z.array(z.string().trim().min(1).max(253)).max(500).default([]),
});
/** More than `count` messages of one person in `seconds`. */
const floodConfig = z.object({
  count: z.number().int().min(1).max(1_000),
  seconds: z.number().int().min(1).max(3_600),
});
/** The same text for the `count`th time in `minutes`; texts of a few letters are not counted. */
const duplicatesConfig = z.object({
  count: z.number().int().min(2).max(1_000),
  minutes: z.number().int().min(1).max(1_440),
  /** Counted over everyone, against many accounts that say the same, and not per person. */
  everyone: z.boolean().default(false),
});
/**
 * What new accounts may not do yet. New is who is here for less than `days`, or has fewer than
 * `messages` accepted; staff never are. Null: not looked at, or no limit.
 */
const newAccountsConfig = z
  .object({
    days: z.number().int().min(1).max(365).nullable().default(null),
    messages: z.number().int().min(1).max(1_000).nullable().default(null),
    /** Messages that they may write in an hour. */
    perHour: z.number().int().min(1).max(1_000).nullable().default(null),
    /** People whom one message may name. */
    mentions: z.number().int().min(0).max(50).nullable().default(null),
    /** Whether their messages may have no links, except to this installation. */
    links: z.boolean().default(false),
    /** Whether their messages may carry no files. */
    files: z.boolean().default(false),
  })
  .refine(({ days, messages }) => days !== null || messages !== null, { path: ['days'] })
  .refine(
    ({ perHour, mentions, links, files }) =>
      perHour !== null || mentions !== null || links || files,
    { path: ['perHour'] },
  );
export type NewAccountLimits = z.output<typeof newAccountsConfig>;
export const ruleKind = z.enum(['words', 'pattern', 'links', 'flood', 'duplicates', 'newAccounts']);
export type RuleKind = z.infer<typeof ruleKind>;

const scope = {
  name: humanText(1, 80),
  outcome: ruleOutcome,
  policy,
  severity: severity.default(2),
  /** Where it applies; empty: everywhere. */
  channelIds: z.array(id).max(100).default([]),
  enabled: z.boolean().default(true),
};
/** What kind of rule it is, and what that kind needs. */
const definitions = [
  z.object({ kind: z.literal('words'), config: wordsConfig }),
  z.object({ kind: z.literal('pattern'), config: patternConfig }),
  z.object({ kind: z.literal('links'), config: linksConfig }),
  z.object({ kind: z.literal('flood'), config: floodConfig }),
  z.object({ kind: z.literal('duplicates'), config: duplicatesConfig }),
  z.object({ kind: z.literal('newAccounts'), config: newAccountsConfig }),
] as const;
export const ruleDefinition = z.discriminatedUnion('kind', definitions);
export type RuleDefinition = z.infer<typeof ruleDefinition>;

export const ruleCreateInput = z.intersection(z.object(scope), ruleDefinition);
export type RuleInput = z.output<typeof ruleCreateInput>;

export const rule = z.intersection(
  z.object({
    id,
    ...scope,
    severity,
    channelIds: z.array(id),
    enabled: z.boolean(),
    /** Who made it; null when they are gone. */
    owner: person.nullable(),
    createdAt: z.date(),
    updatedAt: z.date(),
    /** Grows with every change. */
    version: z.number().int(),
  }),
  ruleDefinition,
);
export type Rule = z.infer<typeof rule>;

export const ruleListInput = cursorInput.extend({
  search: z.string().trim().max(80).optional(),
  kind: ruleKind.optional(),
  enabled: z.boolean().optional(),
});
/** By name. */
export const rulePage = pageOf(rule);
export const ruleIdInput = z.object({ ruleId: id });
export const ruleUpdateInput = z.intersection(
  ruleIdInput.extend({
    /** Version that the screen showed; another one on the server is a conflict. */
    version: z.number().int(),
  }),
  ruleCreateInput,
);

/** What one rule found in a text. */
export const ruleMatch = z.object({
  /** Null for the draft. */
  ruleId: id.nullable(),
  name: z.string(),
  outcome: ruleOutcome,
  policy,
  severity,
  /** As it was written, the first few. */
  matched: z.array(z.string()),
});
export const ruleTestInput = z.object({
  text: humanText(1, 20_000),
  /** Where it would be written; absent: rules of any channel are tried. */
  channelId: id.optional(),
  /** A rule that is not saved yet: tried beside those in force, or alone. */
  draft: ruleCreateInput.optional(),
  draftOnly: z.boolean().default(false),
});
export const ruleTestOutput = z.object({
  outcome: z.enum(['allow', ...ruleOutcome.options]),
  matches: z.array(ruleMatch),
  /** The text as the rules for words read it. */
  normalised: z.string(),
});

export const ruleTrialInput = z.object({
  draft: ruleCreateInput,
  /** How far back. */
  days: z.number().int().min(1).max(30).default(7),
});
export const ruleTrialOutput = z.object({
  /** Messages that were looked at. */
  looked: z.number().int(),
  /** There were more than are looked at; these are the newest. */
  isPartial: z.boolean(),
  from: z.date(),
  found: z.number().int(),
  /** Who wrote what was found. */
  people: z.number().int(),
  /** The newest of what was found. */
  newest: z.array(
    z.object({
      messageId: id,
      channelName: z.string(),
      /** Null: not known any more. */
      author: person.nullable(),
      writtenAt: z.date(),
      excerpt: z.string(),
      /** What was seen, as it was written; empty where it is how often. */
      matched: z.array(z.string()),
    }),
  ),
});
