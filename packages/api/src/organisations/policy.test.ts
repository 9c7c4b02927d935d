import { describe, expect, test } from 'vitest';
import { type Role, roles } from '../identity/schemas.ts';
import { nextState } from './lifecycle.ts';
import { canDeactivateMember, canListState, canUpdateMember } from './policy.ts';
import { effectivePresence } from './presence-rule.ts';

/** Whom each role may manage. */
const managed: Record<Role, readonly Role[]> = {
  member: [],
  moderator: [],
  auditor: [],
  admin: ['member', 'moderator', 'auditor'],
  superadmin: roles,
};
const pairs = roles.flatMap((actor) => roles.map((subject) => [actor, subject] as const));

describe('policy', () => {
  test.each(pairs)('CHAT-02: %s manages %s as the table says', (actor, subject) => {
    const expected = managed[actor].includes(subject);
    const caller = { memberId: 'a', role: actor };
    expect(canUpdateMember(caller, { id: 'b', role: subject })).toBe(expected);
    expect(canDeactivateMember(caller, { id: 'b', role: subject })).toBe(expected);
  });

  test.each(roles)(
    'CHAT-02: a %s changes themselves, but does not deactivate themselves',
    (role) => {
      expect(canUpdateMember({ memberId: 'a', role }, { id: 'a', role })).toBe(true);
      expect(canDeactivateMember({ memberId: 'a', role }, { id: 'a', role })).toBe(false);
    },
  );

  test.each(roles)('CHAT-02: a %s lists who is not active only as staff', (role) => {
    expect(canListState(role, 'active')).toBe(true);
    expect(canListState(role, 'banned')).toBe(role !== 'member');
  });

  test.each([
    ['active', 'deactivate', 'deactivated'],
    ['deactivated', 'reactivate', 'active'],
    ['active', 'reactivate', null],
    ['deactivated', 'deactivate', null],
    ['banned', 'reactivate', null],
    ['banned', 'deactivate', null],
  ] as const)('CHAT-02: %s, %s → %s', (state, event, next) => {
    if (next) expect(nextState(state, event)).toBe(next);
    else expect(() => nextState(state, event)).toThrow('conflict.memberState');
  });

  test.each([
    ['auto', true, false, 'online'],
    ['auto', true, true, 'away'],
    ['auto', false, false, 'offline'],
    ['away', true, false, 'away'],
    ['busy', true, true, 'busy'],
    ['busy', false, false, 'offline'],
    ['invisible', true, false, 'offline'],
  ] as const)('CHAT-23: choice %s, online %s, away %s: %s', (choice, online, away, shown) => {
    expect(effectivePresence({ active: true, choice, online, away })).toBe(shown);
    expect(effectivePresence({ active: false, choice, online, away })).toBe('offline');
  });
});
