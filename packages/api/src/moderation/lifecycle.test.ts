import { describe, expect, test } from 'vitest';
import {
  type CaseEvent,
  type CaseStanding,
  refusalOf,
  standingOf,
  transitions,
} from './lifecycle.ts';

const events: CaseEvent[] = ['flag', 'claim', 'release', 'note', 'decide', 'undo'];
/** Written out once more by hand: standing → what each event, in the order above, leads to. */
const expected: Record<CaseStanding, string[]> = {
  free: ['free', 'held', 'free', 'free', 'decided', '!undecided'],
  held: ['held', 'held', 'free', 'held', 'decided', '!undecided'],
  taken: ['taken', '!claimed', '!claimed', 'taken', '!claimed', '!undecided'],
  decided: ['decided', '!decided', '!decided', 'decided', '!decided', 'held'],
  merged: ['merged', '!merged', '!merged', 'merged', '!merged', '!undecided'],
};
const pairs = Object.entries(expected).flatMap(([standing, outcomes]) =>
  events.map((event, index) => [standing as CaseStanding, event, outcomes[index] ?? ''] as const),
);

describe('the life of a case', () => {
  test.each(pairs)('TRUST-05: %s, then %s: %s', (standing, event, outcome) => {
    expect(transitions[standing][event]).toBe(outcome);
    expect(refusalOf(standing, event)).toBe(outcome.startsWith('!') ? outcome.slice(1) : null);
  });

  const now = new Date('2026-03-01T12:00:00Z');
  const later = new Date('2026-03-01T12:05:00Z');
  test.each([
    ['nobody has claimed it', 'open', null, null, 'free'],
    ['the caller has', 'open', 'me', later, 'held'],
    ['another one has', 'open', 'other', later, 'taken'],
    ['another one had, until now', 'open', 'other', now, 'free'],
    ['the caller had, until now', 'open', 'me', now, 'free'],
    ['it is decided, whoever had it', 'decided', 'other', later, 'decided'],
    ['it is merged into another one', 'merged', null, null, 'merged'],
  ] as const)('TRUST-05: %s', (_, state, claimedById, claimedUntil, standing) => {
    expect(standingOf({ state, claimedById, claimedUntil }, 'me', now)).toBe(standing);
  });
});
