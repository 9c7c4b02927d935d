import { describe, expect, test } from 'vitest';
import {
  type CaseEvent,
  type CaseFacts,
  type CaseStanding,
  refusalOf,
  standingOf,
  transitions,
} from './lifecycle.ts';

const events: CaseEvent[] = [
  'flag',
  'claim',
  'release',
  'note',
  'decide',
  'undo',
  'assign',
  'escalate',
  'deescalate',
  'snooze',
  'unsnooze',
];
/** Written out once more by hand: standing → what each event, in the order above, leads to. */
const expected: Record<CaseStanding, string> = {
  free: 'free held free free decided !undecided free raised free free free',
  held: 'held held free held decided !undecided held raised free free held',
  taken:
    'taken !claimed !claimed taken !claimed !undecided taken !claimed !claimed !claimed !claimed',
  beyond:
    'beyond !escalated !escalated beyond !escalated !escalated !escalated !escalated !escalated !escalated !escalated',
  raised:
    'raised !escalated !escalated raised !escalated !escalated !escalated !escalated free !escalated !escalated',
  decided:
    'decided !decided !decided decided !decided held !decided !decided !decided !decided !decided',
  merged:
    'merged !merged !merged merged !merged !undecided !merged !merged !merged !merged !merged',
};
const pairs = Object.entries(expected).flatMap(([standing, outcomes]) =>
  events.map(
    (event, index) => [standing as CaseStanding, event, outcomes.split(' ')[index] ?? ''] as const,
  ),
);

describe('the life of a case', () => {
  test.each(pairs)('TRUST-05: %s, then %s: %s', (standing, event, outcome) => {
    expect(transitions[standing][event]).toBe(outcome);
    expect(refusalOf(standing, event)).toBe(outcome.startsWith('!') ? outcome.slice(1) : null);
  });

  const now = new Date('2026-03-01T12:00:00Z');
  const later = new Date('2026-03-01T12:05:00Z');
  const before = new Date('2026-03-01T11:00:00Z');
  const fresh: CaseFacts = {
    state: 'open',
    claimedById: null,
    claimedUntil: null,
    escalatedAt: null,
    escalatedById: null,
  };
  const mine = { claimedById: 'me', claimedUntil: later };
  const others = { claimedById: 'other', claimedUntil: later };
  const raised = { escalatedAt: before, escalatedById: 'me' };
  const escalated = { escalatedAt: before, escalatedById: 'other' };

  test.each<[string, Partial<CaseFacts>, { mod: CaseStanding; admin: CaseStanding }]>([
    ['nobody has claimed it', {}, { mod: 'free', admin: 'free' }],
    ['the caller has', mine, { mod: 'held', admin: 'held' }],
    ['another one has', others, { mod: 'taken', admin: 'taken' }],
    [
      'another one had, until now',
      { ...others, claimedUntil: now },
      { mod: 'free', admin: 'free' },
    ],
    ['the caller had, until now', { ...mine, claimedUntil: now }, { mod: 'free', admin: 'free' }],
    ['the caller escalated it', raised, { mod: 'raised', admin: 'free' }],
    ['another one escalated it', escalated, { mod: 'beyond', admin: 'free' }],
    [
      'the caller escalated it, and it is claimed',
      { ...raised, ...others },
      { mod: 'beyond', admin: 'taken' },
    ],
    [
      'it is decided, whoever had it',
      { state: 'decided', ...others },
      { mod: 'decided', admin: 'decided' },
    ],
    [
      'it was escalated and is decided',
      { state: 'decided', ...raised },
      { mod: 'beyond', admin: 'decided' },
    ],
    ['it is merged into another one', { state: 'merged' }, { mod: 'merged', admin: 'merged' }],
    [
      'it was escalated and is merged',
      { state: 'merged', ...escalated },
      { mod: 'merged', admin: 'merged' },
    ],
  ])('TRUST-05: %s', (_, facts, { mod, admin }) => {
    const standing = (senior: boolean) =>
      standingOf({ ...fresh, ...facts }, { memberId: 'me', senior }, now);
    expect(standing(false)).toBe(mod);
    expect(standing(true)).toBe(admin);
  });
});
