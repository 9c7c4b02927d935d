import { describe, expect, test } from 'vitest';
import { roles } from '../identity/schemas.ts';
import {
  actionRefusal,
  allowedActions,
  caseSeverity,
  dueAt,
  longestBanMinutes,
  severityOf,
  undoUntil,
} from './policy.ts';
import { policy } from './schemas.ts';

const noon = new Date('2026-03-01T12:00:00Z');
const minutesUntil = (at: Date) => (at.getTime() - noon.getTime()) / 60_000;

describe('when a case should be decided', () => {
  test.each([
    [1, 0, 1_440],
    [1, 1, 1_440],
    [1, 10, 720],
    [2, 100, 160],
    [3, 1_000, 30],
    [4, 1, 15],
    [4, 100_000, 2.5],
  ])('TRUST-05: severity %i seen by %i people: in %d minutes', (severity, reach, minutes) => {
    expect(minutesUntil(dueAt(noon, severity, reach))).toBe(minutes);
  });

  test('TRUST-05: never later for being worse, or for being seen by more', () => {
    for (let severity = 1; severity < 4; severity++) {
      for (const reach of [0, 1, 3, 50, 9_999]) {
        const due = dueAt(noon, severity, reach);
        expect(dueAt(noon, severity + 1, reach) < due).toBe(true);
        expect(dueAt(noon, severity, reach * 2 + 2) < due).toBe(true);
      }
    }
  });

  test('TRUST-40: many flaggers raise the severity by one, up to the highest', () => {
    expect(caseSeverity(2, 2, 3)).toBe(2);
    expect(caseSeverity(2, 3, 3)).toBe(3);
    expect(caseSeverity(2, 300, 3)).toBe(3);
    expect(caseSeverity(4, 3, 3)).toBe(4);
  });

  test('TRUST-05: every policy has a severity', () => {
    for (const name of policy.options) expect([1, 2, 3, 4]).toContain(severityOf[name]);
  });
});

describe('who may do what', () => {
  const message = (id: string, role: (typeof roles)[number]) =>
    ({ type: 'message', concerns: { id, role } }) as const;
  const against = ['warn', 'hide', 'delete', 'mute', 'ban'] as const;

  /** Whom each role may act against. */
  const below: Record<(typeof roles)[number], readonly string[]> = {
    member: [],
    auditor: [],
    moderator: ['member'],
    admin: ['member', 'moderator', 'auditor'],
    superadmin: roles,
  };
  const pairs = roles.flatMap((caller) => roles.map((other) => [caller, other] as const));
  test.each(pairs)('TRUST-06: a %s against a %s', (caller, other) => {
    const actor = { memberId: 'me', role: caller };
    for (const type of against) {
      const refusal = actionRefusal(actor, message('other', other), type);
      expect(refusal === null).toBe(below[caller].includes(other));
    }
    const dismisses = allowedActions(actor, message('other', other)).includes('dismiss');
    expect(dismisses).toBe(caller !== 'member' && caller !== 'auditor');
  });

  test.each(roles)('TRUST-06: a %s decides nothing about themselves', (role) => {
    expect(allowedActions({ memberId: 'me', role }, message('me', role))).toEqual([]);
  });

  test('TRUST-06: actions fit the subject', () => {
    const moderator = { memberId: 'me', role: 'moderator' } as const;
    const person = { type: 'member', concerns: { id: 'x', role: 'member' } } as const;
    expect(allowedActions(moderator, person)).toEqual(['dismiss', 'warn', 'mute', 'ban', 'note']);
    expect(allowedActions(moderator, { type: 'channel', concerns: null })).toEqual([
      'dismiss',
      'note',
    ]);
  });

  test('TRUST-06: moderators ban for some days at most, admins for good', () => {
    expect(longestBanMinutes('moderator', 30)).toBe(43_200);
    expect(longestBanMinutes('admin', 30)).toBeNull();
    expect(longestBanMinutes('superadmin', 30)).toBeNull();
  });

  test('TRUST-06: who decided may take it back ten times longer', () => {
    const decision = { deciderId: 'me', createdAt: noon };
    expect(undoUntil(decision, 'other', 30)).toEqual(new Date('2026-03-01T12:00:30Z'));
    expect(undoUntil(decision, 'me', 30)).toEqual(new Date('2026-03-01T12:05:00Z'));
  });
});
