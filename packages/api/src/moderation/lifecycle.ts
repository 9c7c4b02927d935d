import { DomainError } from '../errors.ts';

/**
 * A case as one member of the staff stands to it: nobody's, theirs, another's; escalated, so that it is
 * administrators' and `beyond` them, or `raised` by themselves while none of those holds it; decided;
 * or merged into a newer one. For administrators one that was escalated is like the others.
 */
export type CaseStanding = 'free' | 'held' | 'taken' | 'beyond' | 'raised' | 'decided' | 'merged';
export type CaseEvent =
  | 'flag'
  | 'claim'
  | 'release'
  | 'note'
  | 'decide'
  | 'undo'
  | 'assign'
  | 'escalate'
  | 'deescalate'
  | 'snooze'
  | 'unsnooze';
export type Refusal = 'claimed' | 'escalated' | 'decided' | 'merged' | 'undecided';

type Row = Record<CaseEvent, CaseStanding | `!${Refusal}`>;

/**
 * Standing × event → standing, or (with `!`) why not. A flag on what was decided is not refused: it
 * opens another case. A note is written whoever holds the case, and changes nothing. Taken back beside
 * a newer open case, a decision leaves its case `merged` (`undo.ts`). Escalating and putting off end the
 * claim; `escalate` leads to what it is for who is no administrator.
 */
export const transitions: Record<CaseStanding, Row> = {
  free: {
    flag: 'free',
    claim: 'held',
    release: 'free',
    note: 'free',
    decide: 'decided',
    undo: '!undecided',
    assign: 'free',
    escalate: 'raised',
    deescalate: 'free',
    snooze: 'free',
    unsnooze: 'free',
  },
  held: {
    flag: 'held',
    claim: 'held',
    release: 'free',
    note: 'held',
    decide: 'decided',
    undo: '!undecided',
    assign: 'held',
    escalate: 'raised',
    deescalate: 'free',
    snooze: 'free',
    unsnooze: 'held',
  },
  taken: {
    flag: 'taken',
    claim: '!claimed',
    release: '!claimed',
    note: 'taken',
    decide: '!claimed',
    undo: '!undecided',
    assign: 'taken',
    escalate: '!claimed',
    deescalate: '!claimed',
    snooze: '!claimed',
    unsnooze: '!claimed',
  },
  beyond: {
    flag: 'beyond',
    claim: '!escalated',
    release: '!escalated',
    note: 'beyond',
    decide: '!escalated',
    undo: '!escalated',
    assign: '!escalated',
    escalate: '!escalated',
    deescalate: '!escalated',
    snooze: '!escalated',
    unsnooze: '!escalated',
  },
  raised: {
    flag: 'raised',
    claim: '!escalated',
    release: '!escalated',
    note: 'raised',
    decide: '!escalated',
    undo: '!escalated',
    assign: '!escalated',
    escalate: '!escalated',
    deescalate: 'free',
    snooze: '!escalated',
    unsnooze: '!escalated',
  },
  decided: {
    flag: 'decided',
    claim: '!decided',
    release: '!decided',
    note: 'decided',
    decide: '!decided',
    undo: 'held',
    assign: '!decided',
    escalate: '!decided',
    deescalate: '!decided',
    snooze: '!decided',
    unsnooze: '!decided',
  },
  merged: {
    flag: 'merged',
    claim: '!merged',
    release: '!merged',
    note: 'merged',
    decide: '!merged',
    undo: '!undecided',
    assign: '!merged',
    escalate: '!merged',
    deescalate: '!merged',
    snooze: '!merged',
    unsnooze: '!merged',
  },
};

export interface CaseFacts {
  state: 'open' | 'decided' | 'merged';
  claimedById: string | null;
  claimedUntil: Date | null;
  escalatedAt: Date | null;
  escalatedById: string | null;
}

export interface Viewer {
  memberId: string;
  /** Whether they decide what was escalated. */
  senior: boolean;
}

/** How the person stands to the case now. A claim whose time is over is none. */
export function standingOf(
  facts: CaseFacts,
  { memberId, senior }: Viewer,
  now: Date,
): CaseStanding {
  const { state, claimedById, claimedUntil } = facts;
  if (state === 'merged') return state;
  const claimed = claimedById !== null && claimedUntil !== null && claimedUntil > now;
  if (facts.escalatedAt && !senior) {
    const raised = state === 'open' && facts.escalatedById === memberId && !claimed;
    return raised ? 'raised' : 'beyond';
  }
  if (state === 'decided') return state;
  if (!claimed) return 'free';
  return claimedById === memberId ? 'held' : 'taken';
}

/** Why the event cannot happen now, or null. */
export function refusalOf(standing: CaseStanding, event: CaseEvent): Refusal | null {
  const outcome = transitions[standing][event];
  return outcome.startsWith('!') ? (outcome.slice(1) as Refusal) : null;
}

/**
 * The refusal as an error, naming who was faster: `conflict.claimed`, `.decided`, `.merged`,
 * `.undecided`; or `forbidden.escalated`.
 */
export const conflictOf = (refusal: Refusal, who: { by: string; since: Date } | null) =>
  refusal === 'escalated'
    ? new DomainError('forbidden', { field: 'caseId', reason: 'escalated' })
    : new DomainError('conflict', {
        field: 'caseId',
        reason: refusal,
        params: who ? { by: who.by, since: who.since.toISOString() } : {},
      });
