import type { Policy } from '../schemas.ts';
import { type Folded, fold, readable } from './fold.ts';
import { hostOf, isAllowed, linkedHosts } from './links.ts';
import { PatternFinder } from './patterns.ts';
import { beginningOf } from './recent-texts.ts';
import type { RuleDefinition, RuleKind, RuleOutcome } from './schemas.ts';
import { WordFinder } from './words.ts';

/** A rule in force, or a draft of one. */
export type ActiveRule = RuleDefinition & {
  /** Null for a draft. */
  id: string | null;
  name: string;
  outcome: RuleOutcome;
  policy: Policy;
  severity: number;
  channelIds: readonly string[];
};
type RuleOf<Kind extends RuleKind> = Extract<ActiveRule, { kind: Kind }>;

export interface RuleMatch {
  rule: ActiveRule;
  /** What was seen, as it was written. */
  matched: string[];
}

/** What the filter looks at. */
export interface Text {
  content: string;
  /** Null: rules of any channel are tried. */
  channelId: string | null;
}

/** What is told of one rule: enough to see why. */
const mostMatched = 5;
const longestMatched = 100;
/** Texts of fewer letters are alike by chance: «ok», «jajaja», «gracias». */
const fewestLikeLetters = 10;

/** An organisation's rules, made ready to look at texts. */
export class RuleSet {
  readonly #words: WordFinder<RuleOf<'words'>>;
  readonly #patterns: PatternFinder<RuleOf<'pattern'>>;
  readonly #links: readonly { rule: RuleOf<'links'>; allowed: string[] }[];
  readonly #except = new Map<RuleOf<'words'>, Set<string>>();
  readonly floods: readonly RuleOf<'flood'>[];
  readonly duplicates: readonly RuleOf<'duplicates'>[];
  readonly newAccounts: readonly RuleOf<'newAccounts'>[];
  readonly ownHosts: readonly string[];
  readonly size: number;

  /** `ownHosts`: always allowed. `unfit` is told of rules that cannot be used. */
  constructor(
    rules: readonly ActiveRule[],
    ownHosts: readonly string[],
    unfit: (rule: ActiveRule) => void = () => {},
  ) {
    const of = <Kind extends RuleKind>(kind: Kind) =>
      rules.filter((rule): rule is RuleOf<Kind> => rule.kind === kind);
    this.size = rules.length;
    const words = of('words');
    this.#words = new WordFinder(
      words.flatMap((rule) => rule.config.words.map((written) => ({ written, owner: rule }))),
    );
    for (const rule of words) {
      const except = rule.config.except.map((word) => fold(word).letters);
      if (except.length > 0) this.#except.set(rule, new Set(except));
    }
    this.#patterns = new PatternFinder(
      of('pattern').map((rule) => ({ ...rule.config, owner: rule })),
      unfit,
    );
    this.#links = of('links').map((rule) => ({
      rule,
      allowed: [
        ...ownHosts,
        ...rule.config.allowedHosts.flatMap((host) => hostOf(host.replace(/^\*\./, '')) ?? []),
      ],
    }));
    this.floods = of('flood');
    this.duplicates = of('duplicates');
    this.newAccounts = of('newAccounts');
    this.ownHosts = ownHosts;
  }

  /** Whether some rules cannot tell by the text alone. */
  get counts(): boolean {
    return this.floods.length + this.duplicates.length + this.newAccounts.length > 0;
  }

  /** What the rules see in a text by itself: words, patterns, links. */
  look(text: Text, folded: Folded = fold(text.content)): RuleMatch[] {
    const found = new Findings(text.channelId);
    this.#words.find(folded, ({ owner, text: seen, letters }) => {
      if (!this.#except.get(owner)?.has(letters)) found.add(owner, seen);
    });
    this.#patterns.find(folded.source, ({ owner, text: seen }) => found.add(owner, seen));
    if (this.#links.length > 0) {
      for (const { host, link } of linkedHosts(folded.source)) {
        for (const { rule, allowed } of this.#links) {
          if (!isAllowed(host, allowed)) found.add(rule, link);
        }
      }
    }
    return found.matches();
  }

  /** Words that begin in what was written before and end in the text. Of a long text its beginning is read. */
  lookAcross(before: string, { content, channelId }: Text): RuleMatch[] {
    const found = new Findings(channelId);
    const start = before.normalize('NFC').length;
    const folded = fold(`${before}\n${beginningOf(content)}`);
    const over = folded.at.findIndex((at) => at >= start);
    this.#words.find(
      folded,
      ({ owner, text: seen, letters }) => {
        if (!this.#except.get(owner)?.has(letters)) found.add(owner, seen);
      },
      over,
    );
    return found.matches();
  }
}

/** What was found, by its rule. */
class Findings {
  readonly #channelId: string | null;
  readonly #seen = new Map<ActiveRule, string[]>();

  constructor(channelId: string | null) {
    this.#channelId = channelId;
  }

  add(rule: ActiveRule, seen: string): void {
    if (!appliesIn(rule, this.#channelId)) return;
    const before = this.#seen.get(rule);
    const shown = seen.slice(0, longestMatched);
    if (!before) this.#seen.set(rule, [shown]);
    else if (before.length < mostMatched && !before.includes(shown)) before.push(shown);
  }

  matches(): RuleMatch[] {
    return [...this.#seen].map(([rule, matched]) => ({ rule, matched }));
  }
}

export const appliesIn = ({ channelIds }: ActiveRule, channelId: string | null): boolean =>
  channelIds.length === 0 || channelId === null || channelIds.includes(channelId);

/** What two texts that say the same have in common; null for texts too short to compare. */
export function likenessOf(folded: Folded): string | null {
  const text = readable(folded)
    .replaceAll(' ', '')
    .replaceAll('l', 'i')
    .replace(/(\p{L})\1+/gu, '$1');
  return text.length < fewestLikeLetters ? null : text;
}

const order: readonly (RuleOutcome | 'allow')[] = ['allow', 'flag', 'hold', 'block'];

/** The strongest outcome holds. */
export const outcomeOf = (matches: readonly RuleMatch[]): RuleOutcome | 'allow' =>
  matches.reduce<RuleOutcome | 'allow'>(
    (strongest, { rule: { outcome } }) =>
      order.indexOf(outcome) > order.indexOf(strongest) ? outcome : strongest,
    'allow',
  );
