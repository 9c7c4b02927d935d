import { createHash } from 'node:crypto';
import type { FilteredText, Finding, MessageFilter, Verdict } from '../../chat/index.ts';
import type { Services, Transaction } from '../../context.ts';
import { holdOpenCase } from '../cases.ts';
import { openDetection } from '../detections.ts';
import { announceCase } from '../feed.ts';
import { policy } from '../schemas.ts';
import { type Folded, fold } from './fold.ts';
import {
  type ActiveRule,
  appliesIn,
  likenessOf,
  outcomeOf,
  type RuleMatch,
  type RuleSet,
} from './rule-set.ts';
import type { RulesReader } from './rules-reader.ts';

type Needs = Pick<Services, 'settings' | 'limiter' | 'clock' | 'pool' | 'queue'> & {
  rules: RulesReader;
};

const allow: Verdict = { outcome: 'allow' };

/** The automatic filter as chat asks it. Everything that matches is reported, the strongest holds. */
export class RuleFilter implements MessageFilter {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  check(text: FilteredText): Verdict | Promise<Verdict> {
    const settings = this.#needs.settings.of(text.organisationId);
    const rules = this.#needs.rules.of(text.organisationId);
    // Without waiting for what is in memory: this is every message's way.
    if (settings instanceof Promise || rules instanceof Promise) return this.#later(text);
    return settings.moderation.autoModeration ? this.#check(text, rules) : allow;
  }

  async hold(
    tx: Transaction,
    { organisationId, messageId }: { organisationId: string; messageId: string },
  ): Promise<void> {
    await holdOpenCase(tx, organisationId, { type: 'message', id: messageId });
  }

  async file(
    tx: Transaction,
    about: { organisationId: string; messageId: string; findings: readonly Finding[] },
  ): Promise<() => Promise<void>> {
    const { settings, clock } = this.#needs;
    const { organisationId, messageId, findings } = about;
    const { moderation } = await settings.of(organisationId);
    const news = await openDetection(tx, {
      organisationId,
      messageId,
      detections: findings.map((one) => ({ ...one, policy: policy.parse(one.policy) })),
      threshold: moderation.flagThreshold,
      now: clock.now(),
    });
    return () => announceCase(this.#needs, organisationId, news);
  }

  async #later(text: FilteredText): Promise<Verdict> {
    const { settings, rules } = this.#needs;
    const [{ moderation }, ready] = await Promise.all([
      settings.of(text.organisationId),
      rules.of(text.organisationId),
    ]);
    return moderation.autoModeration ? this.#check(text, ready) : allow;
  }

  #check(text: FilteredText, rules: RuleSet): Verdict | Promise<Verdict> {
    if (rules.size === 0) return allow;
    const folded = fold(text.content);
    const matches = rules.look(text, folded);
    if (!text.counts || (rules.floods.length === 0 && rules.duplicates.length === 0)) {
      return verdictOf(matches);
    }
    return this.#count(text, folded, rules).then((more) => verdictOf([...matches, ...more]));
  }

  /** What only shows in how often something is said. Counted together over all nodes. */
  async #count(text: FilteredText, folded: Folded, rules: RuleSet): Promise<RuleMatch[]> {
    const { authorId, channelId, organisationId } = text;
    const matches: RuleMatch[] = [];
    const count = async (rule: ActiveRule, key: string, points: number, seconds: number) => {
      const wait = await this.#needs.limiter.consume(`filter:${rule.id}:${key}`, points, seconds);
      if (wait > 0) matches.push({ rule, matched: [] });
    };
    for (const rule of rules.floods) {
      if (!appliesIn(rule, channelId)) continue;
      await count(rule, authorId, rule.config.count, rule.config.seconds);
    }
    const likeness = rules.duplicates.length > 0 ? likenessOf(folded) : null;
    if (likeness === null) return matches;
    const hash = createHash('sha256').update(likeness).digest('base64url').slice(0, 22);
    for (const rule of rules.duplicates) {
      if (!appliesIn(rule, channelId)) continue;
      const who = rule.config.everyone ? organisationId : authorId;
      await count(rule, `${who}:${hash}`, rule.config.count - 1, rule.config.minutes * 60);
    }
    return matches;
  }
}

function verdictOf(matches: readonly RuleMatch[]): Verdict {
  const outcome = outcomeOf(matches);
  if (outcome === 'allow') return allow;
  const [gravest] = matches
    .map(({ rule }) => rule)
    .filter((rule) => rule.outcome === outcome)
    .sort((a, b) => b.severity - a.severity);
  const findings = matches.flatMap(({ rule, matched }): Finding[] =>
    rule.id === null
      ? []
      : [{ ruleId: rule.id, policy: rule.policy, severity: rule.severity, matched }],
  );
  return { outcome, policy: gravest?.policy ?? 'other', findings };
}
