import { createHash } from 'node:crypto';
import type { FilteredText } from '../../chat/index.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import type { Folded } from './fold.ts';
import { type Newcomers, oversteps } from './new-accounts.ts';
import {
  type ActiveRule,
  appliesIn,
  likenessOf,
  type RuleMatch,
  type RuleSet,
} from './rule-set.ts';

const hour = 3_600;

/** Asks whether something happened more than `points` times in `seconds`, this time included. */
export type Count = (
  rule: ActiveRule,
  key: string,
  points: number,
  seconds: number,
) => boolean | Promise<boolean>;

/** Counted together over all nodes. */
export const countWith =
  (limiter: RateLimiter): Count =>
  async (rule, key, points, seconds) =>
    (await limiter.consume(`filter:${rule.id}:${key}`, points, seconds)) > 0;

type Looked = Pick<FilteredText, 'organisationId' | 'authorId' | 'channelId'>;

/** What only shows in how often something is said: floods and duplicates. */
export async function countedMatches(
  count: Count,
  { authorId, channelId, organisationId }: Looked,
  folded: Folded,
  rules: RuleSet,
): Promise<RuleMatch[]> {
  const matches: RuleMatch[] = [];
  const add = async (rule: ActiveRule, key: string, points: number, seconds: number) => {
    if (await count(rule, key, points, seconds)) matches.push({ rule, matched: [] });
  };
  for (const rule of rules.floods) {
    if (!appliesIn(rule, channelId)) continue;
    await add(rule, authorId, rule.config.count, rule.config.seconds);
  }
  const likeness = rules.duplicates.length > 0 ? likenessOf(folded) : null;
  if (likeness === null) return matches;
  const hash = createHash('sha256').update(likeness).digest('base64url').slice(0, 22);
  for (const rule of rules.duplicates) {
    if (!appliesIn(rule, channelId)) continue;
    const who = rule.config.everyone ? organisationId : authorId;
    await add(rule, `${who}:${hash}`, rule.config.count - 1, rule.config.minutes * 60);
  }
  return matches;
}

/** What new accounts may not do yet. An edit is looked at, and not counted. */
export async function newAccountMatches(
  count: Count,
  text: FilteredText,
  rules: RuleSet,
  isNew: Newcomers['isNew'],
): Promise<RuleMatch[]> {
  const matches: RuleMatch[] = [];
  for (const rule of rules.newAccounts) {
    if (!appliesIn(rule, text.channelId) || !(await isNew(text, rule.config))) continue;
    const { perHour } = rule.config;
    const tooOften =
      perHour !== null && text.counts && (await count(rule, text.authorId, perHour, hour));
    const seen = oversteps(rule.config, text, rules.ownHosts);
    if (tooOften || seen) matches.push({ rule, matched: seen ?? [] });
  }
  return matches;
}
