import type { Policy, RouterInputs, Rule, RuleKind, RuleOutcome } from '@atalaya/api/types';

export type RuleContent = RouterInputs['moderation']['rules']['create'];

export const kinds = [
  'words',
  'pattern',
  'links',
  'flood',
  'duplicates',
  'newAccounts',
] as const satisfies RuleKind[];
export const outcomes = ['flag', 'hold', 'block'] as const satisfies RuleOutcome[];

/** Numbers of the kinds that count, and what the server takes. */
export const ranges = {
  floodCount: [1, 1_000],
  seconds: [1, 3_600],
  duplicatesCount: [2, 1_000],
  minutes: [1, 1_440],
  newDays: [1, 365],
  newMessages: [1, 1_000],
  perHour: [1, 1_000],
  mentions: [0, 50],
} as const;
export type Counted = keyof typeof ranges;
/** Numbers that may stay away: then they limit nothing. */
export const optional: readonly Counted[] = ['newDays', 'newMessages', 'perHour', 'mentions'];
/** Lists that are written one per line, and how long they may be. */
export const longest = { words: 1_000, except: 1_000, hosts: 500 } as const;
export type Listed = keyof typeof longest;

/**
 * A rule as it is being written. What the other kinds would need stays here while one tries kinds;
 * numbers are NaN while they are not there yet.
 */
export interface RuleDraft
  extends Record<Counted, number>,
    Record<Listed, string>,
    Record<'name' | 'pattern', string>,
    Record<'enabled' | 'caseSensitive' | 'everyone' | 'noLinks' | 'noFiles', boolean> {
  kind: RuleKind;
  outcome: RuleOutcome;
  policy: Policy;
  severity: number;
  channelIds: string[];
}

export const emptyDraft: RuleDraft = {
  name: '',
  kind: 'words',
  words: '',
  except: '',
  pattern: '',
  caseSensitive: false,
  hosts: '',
  floodCount: 10,
  seconds: 10,
  duplicatesCount: 3,
  minutes: 10,
  everyone: false,
  newDays: 7,
  newMessages: Number.NaN,
  perHour: 20,
  mentions: 3,
  noLinks: true,
  noFiles: false,
  // The gentlest: a rule that errs should do no harm.
  outcome: 'flag',
  policy: 'spam',
  severity: 2,
  channelIds: [],
  enabled: true,
};

/** A rule of the server as one changes it. */
export function draftOf(rule: Rule): RuleDraft {
  const { name, kind, outcome, policy, severity, channelIds, enabled } = rule;
  const draft = {
    ...emptyDraft,
    ...{ name, kind, outcome, policy, severity, channelIds, enabled },
  };
  switch (rule.kind) {
    case 'words': {
      const { words, except } = rule.config;
      return { ...draft, words: words.join('\n'), except: except.join('\n') };
    }
    case 'pattern':
      return { ...draft, ...rule.config };
    case 'links':
      return { ...draft, hosts: rule.config.allowedHosts.join('\n') };
    case 'flood':
      return { ...draft, floodCount: rule.config.count, seconds: rule.config.seconds };
    case 'duplicates': {
      const { count, minutes, everyone } = rule.config;
      return { ...draft, duplicatesCount: count, minutes, everyone };
    }
    case 'newAccounts': {
      const { days, messages, perHour, mentions, links: noLinks, files: noFiles } = rule.config;
      const numbers = { newDays: days, newMessages: messages, perHour, mentions };
      return { ...draft, ...mapped(numbers, (number) => number ?? Number.NaN), noLinks, noFiles };
    }
  }
}

const mapped = <Key extends string, From, To>(
  record: Record<Key, From>,
  change: (value: From) => To,
): Record<Key, To> =>
  Object.fromEntries(
    Object.entries<From>(record).map(([key, value]) => [key, change(value)]),
  ) as Record<Key, To>;

/** The lines of a list without the empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What the server is asked to keep. */
export function contentOf(draft: RuleDraft): RuleContent {
  const { outcome, policy, severity, channelIds, enabled } = draft;
  const scope = { name: draft.name.trim(), outcome, policy, severity, channelIds, enabled };
  switch (draft.kind) {
    case 'words':
      return {
        ...scope,
        kind: 'words',
        config: { words: linesOf(draft.words), except: linesOf(draft.except) },
      };
    case 'pattern': {
      const { pattern, caseSensitive } = draft;
      return { ...scope, kind: 'pattern', config: { pattern, caseSensitive } };
    }
    case 'links':
      return { ...scope, kind: 'links', config: { allowedHosts: linesOf(draft.hosts) } };
    case 'flood': {
      const { floodCount: count, seconds } = draft;
      return { ...scope, kind: 'flood', config: { count, seconds } };
    }
    case 'duplicates': {
      const { duplicatesCount: count, minutes, everyone } = draft;
      return { ...scope, kind: 'duplicates', config: { count, minutes, everyone } };
    }
    case 'newAccounts': {
      const { newDays: days, newMessages: messages, perHour, mentions } = draft;
      const numbers = mapped({ days, messages, perHour, mentions }, (number) =>
        Number.isNaN(number) ? null : number,
      );
      const { noLinks: links, noFiles: files } = draft;
      return { ...scope, kind: 'newAccounts', config: { ...numbers, links, files } };
    }
  }
}

/** Whether saving would change anything. */
export const isSame = (one: RuleDraft, other: RuleDraft): boolean =>
  JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));

const fieldsOf: Record<RuleKind, readonly (keyof RuleDraft)[]> = {
  words: ['words', 'except'],
  pattern: ['pattern'],
  links: ['hosts'],
  flood: ['floodCount', 'seconds'],
  duplicates: ['duplicatesCount', 'minutes'],
  newAccounts: ['newDays', 'newMessages', 'perHour', 'mentions'],
};

export type Problem = 'required' | 'tooMany' | 'outOfRange';

/** What cannot be saved as it is written, in the order of the form. */
export function problemsIn(draft: RuleDraft): Map<keyof RuleDraft, Problem> {
  const found = new Map<keyof RuleDraft, Problem>();
  for (const field of ['name' as const, ...fieldsOf[draft.kind]]) {
    const value = draft[field];
    const isOptional = field === 'except' || field === 'hosts';
    if (typeof value === 'string' && value.trim() === '' && !isOptional) {
      found.set(field, 'required');
    } else if (isListed(field) && linesOf(draft[field]).length > longest[field]) {
      found.set(field, 'tooMany');
    } else if (isCounted(field)) {
      const [minimum, maximum] = ranges[field];
      const number = draft[field];
      if (Number.isNaN(number) && optional.includes(field)) continue;
      if (!Number.isInteger(number) || number < minimum || number > maximum) {
        found.set(field, 'outOfRange');
      }
    }
  }
  if (draft.kind === 'newAccounts') {
    // Somebody has to be new, and something has to be limited.
    const { newDays, newMessages, perHour, mentions, noLinks, noFiles } = draft;
    const isNobody = Number.isNaN(newDays) && Number.isNaN(newMessages);
    const isNothing = Number.isNaN(perHour) && Number.isNaN(mentions) && !noLinks && !noFiles;
    if (isNobody) found.set('newDays', 'required');
    if (isNothing) found.set('perHour', 'required');
  }
  return found;
}

const isListed = (field: string): field is Listed => field in longest;
const isCounted = (field: string): field is Counted => field in ranges;

/** What fields are called on the server, where it is something else. */
const serverNames: Record<string, keyof RuleDraft> = {
  allowedHosts: 'hosts',
  days: 'newDays',
  messages: 'newMessages',
};

/** The field of the form that the server means, such as by `config.words.3`. */
export function fieldOf(path: string): keyof RuleDraft | null {
  const names = path.split('.').map((name) => serverNames[name] ?? name);
  return (names.findLast((name) => name in emptyDraft) as keyof RuleDraft | undefined) ?? null;
}
