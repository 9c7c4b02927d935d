import { DomainError } from '../errors.ts';

/**
 * A case as one member of the staff stands to it: nobody's, theirs, another's, decided, or merged into
 * a newer one.
 */
export type CaseStanding = 'free' | 'held' | 'taken' | 'decided' | 'merged';
export type CaseEvent = 'flag' | 'claim' | 'release' | 'note' | 'decide' | 'undo';
export type Refusal = 'claimed' | 'decided' | 'merged' | 'undecided';

type Row = Record<CaseEvent, CaseStanding | `!${Refusal}`>;

/**
 * Standing × event → standing, or (with `!`) why not. A flag on what was decided is not refused: it
 * opens another case. A note is written whoever holds the case, and changes nothing. Taken back beside
 * a newer open case, a decision leaves its case `merged` (`undo.ts`).
 */
export const transitions: Record<CaseStanding, Row> = {
  free: {
    flag: 'free',
    claim: 'held',
    release: 'free',
    note: 'free',
    decide: 'decided',
    undo: '!undecided',
  },
  held: {
    flag: 'held',
    claim: 'held',
    release: 'free',
    note: 'held',
    decide: 'decided',
    undo: '!undecided',
  },
  taken: {
    flag: 'taken',
    claim: '!claimed',
    release: '!claimed',
    note: 'taken',
    decide: '!claimed',
    undo: '!undecided',
  },
  decided: {
    flag: 'decided',
    claim: '!decided',
    release: '!decided',
    note: 'decided',
    decide: '!decided',
    undo: 'held',
  },
  merged: {
    flag: 'merged',
    claim: '!merged',
    release: '!merged',
    note: 'merged',
    decide: '!merged',
    undo: '!undecided',
  },
};

export interface CaseFacts {
  state: 'open' | 'decided' | 'merged';
  claimedById: string | null;
  claimedUntil: Date | null;
}

/** How the person stands to the case now. A claim whose time is over is none. */
export function standingOf(facts: CaseFacts, memberId: string, now: Date): CaseStanding {
  if (facts.state !== 'open') return facts.state;
  const { claimedById, claimedUntil } = facts;
  if (!claimedById || !claimedUntil || claimedUntil <= now) return 'free';
  return claimedById === memberId ? 'held' : 'taken';
}

/** Why the event cannot happen now, or null. */
export function refusalOf(standing: CaseStanding, event: CaseEvent): Refusal | null {
  const outcome = transitions[standing][event];
  return outcome.startsWith('!') ? (outcome.slice(1) as Refusal) : null;
}

/** The refusal as an error, naming who was faster: `conflict.claimed`, `.decided`, `.merged`, `.undecided`. */
export const conflictOf = (refusal: Refusal, who: { by: string; since: Date } | null) =>
  new DomainError('conflict', {
    field: 'caseId',
    reason: refusal,
    params: who ? { by: who.by, since: who.since.toISOString() } : {},
  });
