import type { Transaction } from '../context.ts';

/** What the filter is asked about. */
export interface FilteredText {
  organisationId: string;
  channelId: string;
  authorId: string;
  content: string;
  /** False for an edit: it is no message more. */
  counts: boolean;
}

/** What one rule found. */
export interface Finding {
  ruleId: string;
  policy: string;
  severity: number;
  matched: string[];
}

/**
 * `flag`: written as usual, and staff look at it. `hold`: written, and nobody but its author sees it
 * until staff decide. `block`: refused.
 */
export type Verdict =
  | { outcome: 'allow' }
  | {
      outcome: 'flag' | 'hold' | 'block';
      /** Of the gravest rule with this outcome. */
      policy: string;
      findings: Finding[];
    };

/** What chat needs of the automatic filter, which moderation makes. */
export interface MessageFilter {
  /** At once when the rules are in memory and nothing is counted. */
  check(text: FilteredText): Verdict | Promise<Verdict>;
  /** Holds the open case about a message, for who changes the message: cases are locked before channels. */
  hold(tx: Transaction, about: { organisationId: string; messageId: string }): Promise<void>;
  /** Opens the case in the transaction that writes the message. Call the result after the commit. */
  file(
    tx: Transaction,
    about: { organisationId: string; messageId: string; findings: readonly Finding[] },
  ): Promise<() => Promise<void>>;
}
