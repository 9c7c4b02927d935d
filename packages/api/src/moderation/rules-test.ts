import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { fold, readable } from './filter/fold.ts';
import { oversteps } from './filter/new-accounts.ts';
import { assertUsable } from './filter/rule-check.ts';
import { appliesIn, outcomeOf } from './filter/rule-set.ts';
import type { ruleTestInput, ruleTestOutput } from './filter/schemas.ts';

/**
 * What the rules, or a draft, see in a text, of somebody new where it matters. Rules that count
 * messages are left out: they say nothing about one.
 */
export async function testRules(
  ctx: MemberContext,
  { text, draft, draftOnly, ...input }: z.output<typeof ruleTestInput>,
): Promise<z.output<typeof ruleTestOutput>> {
  const channelId = input.channelId ?? null;
  if (channelId) await ctx.access.readable(ctx.actor, channelId);
  if (draft) assertUsable(draft);
  const { organisationId } = ctx.actor;
  const rules = draft
    ? await ctx.rules.with(organisationId, { drafts: [{ ...draft, id: null }], alone: draftOnly })
    : await ctx.rules.of(organisationId);
  const folded = fold(text);
  const matches = rules.look({ content: text, channelId }, folded);
  for (const rule of rules.newAccounts) {
    const matched = oversteps(rule.config, { content: text }, rules.ownHosts);
    if (matched && appliesIn(rule, channelId)) matches.push({ rule, matched });
  }
  return {
    outcome: outcomeOf(matches),
    matches: matches.map(({ rule: { id, name, outcome, policy, severity }, matched }) => ({
      ruleId: id,
      name,
      outcome,
      policy,
      severity,
      matched,
    })),
    normalised: readable(folded),
  };
}
