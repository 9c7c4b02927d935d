import { createHash } from 'node:crypto';
import type {
  FiledSubject,
  FilteredText,
  FilteredWords,
  Finding,
  MessageFilter,
  Verdict,
} from '../../chat/index.ts';
import type { Services, Transaction } from '../../context.ts';
import { DomainError } from '../../errors.ts';
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

  async admit({ organisationId, channelId, words }: FilteredWords): Promise<readonly Finding[]> {
    const { settings, rules } = this.#needs;
    const { moderation } = await settings.of(organisationId);
    if (!moderation.autoModeration) return [];
    const ready = await rules.of(organisationId);
    const findings = new Map<string, Finding>();
    for (const [field, content = ''] of Object.entries(words)) {
      const matches = ready
        .look({ channelId, content })
        .filter(({ rule }) => channelId !== null || rule.channelIds.length === 0);
      const verdict = verdictOf(matches);
      if (verdict.outcome === 'allow') continue;
      const { outcome, policy } = verdict;
      if (outcome !== 'flag') {
        throw new DomainError('refused', { field, reason: 'filter', params: { policy } });
      }
      for (const one of verdict.findings) {
        const matched = [...(findings.get(one.ruleId)?.matched ?? []), ...one.matched];
        findings.set(one.ruleId, { ...one, matched });
      }
    }
    return [...findings.values()];
  }

  async hold(
    tx: Transaction,
    { organisationId, subject }: { organisationId: string; subject: FiledSubject },
  ): Promise<void> {
    await holdOpenCase(tx, organisationId, subject);
  }

  async file(
    tx: Transaction,
    about: { organisationId: string; subject: FiledSubject; findings: readonly Finding[] },
  ): Promise<() => Promise<void>> {
    const { settings, clock } = this.#needs;
    const { organisationId, subject, findings } = about;
    const { moderation } = await settings.of(organisationId);
    const news = await openDetection(tx, {
      organisationId,
      subject,
      detections: findings.map((one) => ({ ...one, policy: policy.parse(one.policy) })),
      threshold: moderation.flagThreshold,
      now: clock.now(),
    });
    return async () => {
      if (news) await announceCase(this.#needs, organisationId, news);
    };
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
