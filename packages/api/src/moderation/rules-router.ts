import { done } from '../common.ts';
import { router, staff } from '../trpc.ts';
import * as s from './filter/schemas.ts';
import { createRule, deleteRule, getRule, listRules, updateRule } from './rules.ts';
import { testRules } from './rules-test.ts';
import { tryRule } from './rules-trial.ts';

/** The rules of the automatic filter. */
export const rulesRouter = router({
  list: staff('moderation:read')
    .input(s.ruleListInput)
    .output(s.rulePage)
    .query(({ ctx, input }) => listRules(ctx.call, input)),
  get: staff('moderation:read')
    .input(s.ruleIdInput)
    .output(s.rule)
    .query(({ ctx, input }) => getRule(ctx.call, input)),
  /** In force at once. Throws `taken.ruleName`, `conflict` (`ruleLimit`, `patternLimit`). */
  create: staff('moderation:rules', { audited: true })
    .input(s.ruleCreateInput)
    .output(s.rule)
    .mutation(({ ctx, input }) => createRule(ctx.call, input)),
  /** Replaces the whole rule. Throws `conflict.changed` when somebody else changed it meanwhile. */
  update: staff('moderation:rules', { audited: true })
    .input(s.ruleUpdateInput)
    .output(s.rule)
    .mutation(({ ctx, input }) => updateRule(ctx.call, input)),
  delete: staff('moderation:rules', { audited: true })
    .input(s.ruleIdInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteRule(ctx.call, input)),
  /** What the rules, or a draft of one, see in a text. */
  test: staff('moderation:rules')
    .input(s.ruleTestInput)
    .output(s.ruleTestOutput)
    .query(({ ctx, input }) => testRules(ctx.call, input)),
  /** What a rule would have caught in the last days, in channels that the caller may read. */
  trial: staff('moderation:rules', { rate: 'search' })
    .input(s.ruleTrialInput)
    .output(s.ruleTrialOutput)
    .query(({ ctx, input }) => tryRule(ctx.call, input)),
});
