import { announceAlerts } from '../../alerts/index.ts';
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
import { countedMatches, countWith, newAccountMatches } from './counting.ts';
import { type Folded, fold } from './fold.ts';
import { alertOfHeld, alertOfRefused, isIllegal } from './illegal-content.ts';
import { Newcomers } from './new-accounts.ts';
import { RecentTexts } from './recent-texts.ts';
import { outcomeOf, type RuleMatch, type RuleSet } from './rule-set.ts';
import type { RulesReader } from './rules-reader.ts';

type Needs = Pick<
  Services,
  | 'settings'
  | 'directory'
  | 'limiter'
  | 'clock'
  | 'db'
  | 'pool'
  | 'queue'
  | 'jobs'
  | 'alerts'
  | 'log'
> & {
  rules: RulesReader;
};

const allow: Verdict = { outcome: 'allow' };

/** The automatic filter as chat asks it. Everything that matches is reported, the strongest holds. */
export class RuleFilter implements MessageFilter {
  readonly #needs: Needs;
  readonly #recent: RecentTexts;
  readonly #newcomers: Newcomers;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#recent = new RecentTexts(needs.clock);
    this.#newcomers = new Newcomers(needs);
  }

  check(text: FilteredText): Verdict | Promise<Verdict> {
    const verdict = this.#judge(text);
    return verdict instanceof Promise
      ? verdict.then((known) => this.#alerted(text, known))
      : this.#alerted(text, verdict);
  }

  /** What is refused leaves nothing to make a case of: an alert says that there was something illegal. */
  #alerted(text: FilteredText, verdict: Verdict): Verdict | Promise<Verdict> {
    if (verdict.outcome !== 'block' || !isIllegal(verdict.findings)) return verdict;
    return alertOfRefused(this.#needs, text).then(() => verdict);
  }

  #judge(text: FilteredText): Verdict | Promise<Verdict> {
    const settings = this.#needs.settings.of(text.organisationId);
    const rules = this.#needs.rules.of(text.organisationId);
    // Without waiting for what is in memory: this is every message's way.
    if (settings instanceof Promise || rules instanceof Promise) return this.#later(text);
    return settings.moderation.autoModeration ? this.#check(text, rules) : allow;
  }

  async admit({
    organisationId,
    channelId,
    authorId,
    words,
  }: FilteredWords): Promise<readonly Finding[]> {
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
        if (isIllegal(verdict.findings)) {
          await alertOfRefused(this.#needs, { organisationId, authorId });
        }
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
    const alert =
      news && isIllegal(findings)
        ? await alertOfHeld(tx, this.#needs, { organisationId, subject, caseId: news.caseId })
        : null;
    return async () => {
      if (alert) announceAlerts(this.#needs, [alert]);
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
    const found = rules.look(text, folded);
    const matches = text.counts ? [...found, ...this.#across(text, rules, found)] : found;
    if (!rules.counts) return verdictOf(matches);
    return this.#count(text, folded, rules).then((more) => verdictOf([...matches, ...more]));
  }

  /** Words that are spread over this message and those before it. What is refused is not one of them. */
  #across(text: FilteredText, rules: RuleSet, found: readonly RuleMatch[]): RuleMatch[] {
    const before = this.#recent.before(text);
    const known = new Set(found.map(({ rule }) => rule));
    const across = before
      ? rules.lookAcross(before, text).filter(({ rule }) => !known.has(rule))
      : [];
    if (outcomeOf([...found, ...across]) !== 'block') this.#recent.remember(text);
    return across;
  }

  /** What the text alone does not tell: how often something is said, and by whom. */
  async #count(text: FilteredText, folded: Folded, rules: RuleSet): Promise<RuleMatch[]> {
    const count = countWith(this.#needs.limiter);
    const isNew = this.#newcomers.isNew.bind(this.#newcomers);
    return [
      ...(text.counts ? await countedMatches(count, text, folded, rules) : []),
      ...(await newAccountMatches(count, text, rules, isNew)),
    ];
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
