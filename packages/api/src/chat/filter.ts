import type { Transaction } from '../context.ts';

/** What the filter is asked about. */
export interface FilteredText {
  organisationId: string;
  channelId: string;
  authorId: string;
  content: string;
  /** People whom it names. */
  mentions?: readonly string[];
  /** How many files it carries. */
  files?: number;
  /** False for an edit: it is no message more. */
  counts: boolean;
}

/** A name or a description, by its field. */
export interface FilteredWords {
  organisationId: string;
  /** Null: of a person, who is in no channel; rules for some channels only are not asked. */
  channelId: string | null;
  authorId: string;
  words: Readonly<Record<string, string | undefined>>;
}

/** What a case is about. */
export interface FiledSubject {
  type: 'message' | 'channel' | 'member';
  id: string;
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

/** What chat and profiles need of the automatic filter, which moderation makes. */
export interface MessageFilter {
  /** At once when the rules are in memory and nothing is counted. */
  check(text: FilteredText): Verdict | Promise<Verdict>;
  /**
   * Looks at names and descriptions. Throws `refused.filter` with the field and the policy: what is to
   * be held is refused, as a name cannot be there and be hidden. Gives what staff are to look at.
   */
  admit(words: FilteredWords): Promise<readonly Finding[]>;
  /** Holds the open case about a subject, for who changes it: cases are locked before channels and people. */
  hold(tx: Transaction, about: { organisationId: string; subject: FiledSubject }): Promise<void>;
  /** Opens the case in the transaction that writes the subject. Call the result after the commit. */
  file(
    tx: Transaction,
    about: { organisationId: string; subject: FiledSubject; findings: readonly Finding[] },
  ): Promise<() => Promise<void>>;
}
