import { describe, expect, it } from 'vitest';
import type { ChannelView } from './access.ts';
import {
  channelAllowedFor,
  editRefusal,
  mayDeleteMessage,
  mayInvite,
  mayJoin,
  maySetRole,
  pinRefusal,
  reactRefusal,
  sendRefusal,
} from './policy.ts';
import type { ChannelRole } from './schemas.ts';

const now = new Date('2026-11-21T12:00:00Z');
const later = new Date('2026-11-21T12:05:00Z');
const view = (more: Partial<ChannelView> & { role?: ChannelRole | null } = {}): ChannelView => {
  const { role = 'writer', ...rest } = more;
  return {
    id: 'c',
    organisationId: 'o',
    type: 'public',
    archived: false,
    slowSeconds: 0,
    managersOnly: false,
    membership: role ? { role, mutedUntil: null } : null,
    ...rest,
  };
};
const person = { memberId: 'me', role: 'member' } as const;
const moderator = { memberId: 'me', role: 'moderator' } as const;
const admin = { memberId: 'me', role: 'admin' } as const;

describe('who may write in a channel', () => {
  it.each([
    ['a writer', view(), null],
    ['an owner', view({ role: 'owner' }), null],
    ['a reader', view({ role: 'reader' }), 'readOnly'],
    ['someone who has not joined', view({ role: null }), 'notMember'],
    ['anyone in an archived channel', view({ archived: true }), 'archived'],
    ['a muted writer', view({ membership: { role: 'writer', mutedUntil: later } }), 'muted'],
    [
      'a writer whose mute is over',
      view({ membership: { role: 'writer', mutedUntil: now } }),
      null,
    ],
  ])('CHAT-03: %s', (_who, channel, refusal) => {
    expect(sendRefusal(channel, now)).toBe(refusal);
  });

  it.each([
    ['a reader', view({ role: 'reader' }), true],
    ['a writer where only managers write', view({ managersOnly: true }), true],
    ['a muted reader', view({ membership: { role: 'reader', mutedUntil: later } }), false],
    ['someone who has not joined', view({ role: null }), false],
    ['a reader of an archived channel', view({ role: 'reader', archived: true }), false],
    ['one of two where one has blocked the other', view({ type: 'direct', closed: true }), false],
  ])('CHAT-08, CHAT-12: whether %s reacts', (_who, channel, may) => {
    expect(reactRefusal(channel, now) === null).toBe(may);
    expect(channelAllowedFor(person, channel, now).react).toBe(may);
  });
});

describe('who may add people and join', () => {
  it.each([
    ['a writer of a public channel', person, view(), true],
    ['a writer of a private channel', person, view({ type: 'private' }), false],
    ['a manager of a private channel', person, view({ type: 'private', role: 'manager' }), true],
    ['a reader', person, view({ role: 'reader' }), false],
    ['an admin outside of a public channel', admin, view({ role: null }), true],
    ['an admin outside of a private channel', admin, view({ type: 'private', role: null }), false],
    ['an owner of an archived channel', person, view({ role: 'owner', archived: true }), false],
  ])('CHAT-03: %s', (_who, who, channel, may) => {
    expect(mayInvite(who, channel)).toBe(may);
  });

  it('CHAT-03: only public, open channels can be joined, once', () => {
    expect(mayJoin(view({ role: null }))).toBe(true);
    expect(mayJoin(view())).toBe(false);
    expect(mayJoin(view({ role: null, type: 'private' }))).toBe(false);
    expect(mayJoin(view({ role: null, archived: true }))).toBe(false);
  });
});

describe('who may change roles', () => {
  it.each([
    ['a manager makes a reader of a writer', 'manager', 'writer', 'reader', true],
    ['a manager makes a manager', 'manager', 'writer', 'manager', false],
    ['a manager removes an owner', 'manager', 'owner', null, false],
    ['an owner makes an owner', 'owner', 'writer', 'owner', true],
    ['a writer removes a writer', 'writer', 'writer', null, false],
  ] as const)('CHAT-03: %s', (_what, role, from, to, may) => {
    expect(maySetRole(person, view({ role }), { from, to })).toBe(may);
  });
});

describe('who may change a message', () => {
  const message = { authorId: 'me', createdAt: now, deletedAt: null, type: 'text' };

  it.each([
    ['its author', message, 10, later, null],
    ['its author, too late', message, 4, later, 'expired'],
    ['its author, where there is no end', message, 0, later, null],
    ['someone else', { ...message, authorId: 'you' }, 10, later, 'notAuthor'],
    ['its author, after deletion', { ...message, deletedAt: now }, 10, later, 'deleted'],
  ])('CHAT-05: edited by %s', (_who, what, minutes, at, refusal) => {
    expect(editRefusal(person, what, minutes, at)).toBe(refusal);
  });

  it.each([
    ['its author', person, message, view(), true],
    ['someone else', person, { ...message, authorId: 'you' }, view(), false],
    ['a channel manager', person, { ...message, authorId: 'you' }, view({ role: 'manager' }), true],
    ['a moderator', moderator, { ...message, authorId: 'you' }, view({ role: null }), true],
    [
      'a moderator outside of a private channel',
      moderator,
      { ...message, authorId: 'you' },
      view({ type: 'private', role: null }),
      false,
    ],
  ])('CHAT-05: deleted by %s', (_who, who, what, channel, may) => {
    expect(mayDeleteMessage(who, what, channel)).toBe(may);
  });
});

it('CHAT-03: what a screen offers is what the policy allows', () => {
  expect(channelAllowedFor(person, view({ role: null }), now)).toEqual({
    send: false,
    react: false,
    update: false,
    invite: false,
    archive: false,
    delete: false,
    moderate: false,
    pin: false,
    leave: false,
    join: true,
  });
  expect(channelAllowedFor(person, view({ role: 'owner' }), now)).toMatchObject({
    send: true,
    react: true,
    update: true,
    delete: true,
    leave: true,
    join: false,
  });
});

it('CHAT-08: who writes there pins, and who manages without writing; nobody while muted', () => {
  expect(pinRefusal(person, view(), now)).toBeNull();
  expect(pinRefusal(person, view({ role: 'reader' }), now)).toBe('readOnly');
  expect(pinRefusal(person, view({ role: null }), now)).toBe('notMember');
  expect(pinRefusal(admin, view({ role: null }), now)).toBeNull();
  expect(pinRefusal(admin, view({ role: null, type: 'private' }), now)).toBe('notMember');
  const muted = view({ membership: { role: 'manager', mutedUntil: later } });
  expect(pinRefusal(person, muted, now)).toBe('muted');
  expect(pinRefusal(admin, view({ archived: true }), now)).toBe('archived');
});
