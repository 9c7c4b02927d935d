import type { ActionType, CaseDetail } from '@atalaya/api/types';
import { beforeEach, expect, test } from 'vitest';
import {
  changeAction,
  chooseAction,
  draft,
  dropDraft,
  isShortened,
  lengthsOf,
  toggleAction,
  typesOf,
} from './draft.ts';

const detail = {
  id: 'a case',
  policy: 'spam',
  channel: { id: 'a channel', name: 'general' },
  allowed: { longestBanMinutes: 30 * 1_440 },
} as CaseDetail;
const types: ActionType[] = ['dismiss', 'warn', 'hide', 'delete', 'mute', 'ban', 'note'];
const current = () => {
  const now = draft.get();
  return now ? typesOf(now) : [];
};

beforeEach(dropDraft);

test('TRUST-06: dismissing goes with a note only; a message is hidden or deleted', () => {
  const apart = types.flatMap((one) =>
    types
      .filter((other) => {
        chooseAction(detail, one);
        return one !== other && toggleAction(detail, other) === one;
      })
      .map((other) => `${one} ${other}`),
  );
  const acting = ['warn', 'hide', 'delete', 'mute', 'ban'];
  expect(apart.toSorted()).toEqual(
    [
      'hide delete',
      'delete hide',
      ...acting.flatMap((one) => [`dismiss ${one}`, `${one} dismiss`]),
    ].toSorted(),
  );
});

test('TRUST-06: an action is added once and taken out again; without any there is no decision', () => {
  expect(toggleAction(detail, 'warn')).toBeUndefined();
  toggleAction(detail, 'mute');
  changeAction('mute', { minutes: 60, everywhere: true });
  toggleAction(detail, 'ban');
  expect(draft.get()?.actions).toEqual([
    { type: 'warn', minutes: undefined, everywhere: false },
    { type: 'mute', minutes: 60, everywhere: true },
    { type: 'ban', minutes: 7 * 1_440, everywhere: false },
  ]);
  expect(toggleAction(detail, 'dismiss')).toBe('warn');
  toggleAction(detail, 'warn');
  expect(current()).toEqual(['mute', 'ban']);
  toggleAction(detail, 'mute');
  toggleAction(detail, 'ban');
  expect(draft.get()).toBeNull();
});

test('TRUST-06: what is added to another case begins anew', () => {
  chooseAction(detail, 'warn');
  toggleAction({ ...detail, id: 'another' }, 'hide');
  expect(current()).toEqual(['hide']);
});

test('TRUST-06: nothing longer is offered than the role may decide on', () => {
  const day = 1_440;
  expect(lengthsOf('mute', 30 * day)).toEqual([60, 480, day, 7 * day, 30 * day]);
  expect(lengthsOf('mute', 7 * day)).toEqual([60, 480, day, 7 * day]);
  expect(lengthsOf('ban', 7 * day)).toEqual([day, 7 * day]);
  expect(lengthsOf('ban', null)).toEqual([day, 7 * day, 30 * day, 365 * day, undefined]);
  expect([isShortened('mute', 30 * day), isShortened('mute', day)]).toEqual([false, true]);
  expect([isShortened('ban', 30 * day), isShortened('ban', null)]).toEqual([true, false]);
  expect(isShortened('hide', day)).toBe(false);
  // What is chosen at first is offered too.
  const allowed = { ...detail.allowed, longestBanMinutes: 3 * day };
  chooseAction({ ...detail, allowed }, 'ban');
  expect(draft.get()?.actions[0]?.minutes).toBe(day);
});
