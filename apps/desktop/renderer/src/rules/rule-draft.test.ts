import type { Rule } from '@atalaya/api/types';
import { expect, test } from 'vitest';
import { contentOf, draftOf, emptyDraft, fieldOf, isSame, problemsIn } from './rule-draft.ts';

const scope = {
  name: 'Una regla',
  outcome: 'hold' as const,
  policy: 'spam' as const,
  severity: 3,
  channelIds: [],
  enabled: false,
};
const contents = [
  { kind: 'words', config: { words: ['uno', 'dos tres'], except: ['unos'] } },
  { kind: 'pattern', config: { pattern: '\\d{9}', caseSensitive: true } },
  { kind: 'links', config: { allowedHosts: ['faro.example', '*.gal.example'] } },
  { kind: 'flood', config: { count: 5, seconds: 7 } },
  { kind: 'duplicates', config: { count: 4, minutes: 9, everyone: true } },
  {
    kind: 'newAccounts',
    config: { days: 3, messages: null, perHour: 9, mentions: null, links: true, files: false },
  },
] as const;

test.each(contents)('TRUST-01: a rule for $kind is written as it was read', (content) => {
  const draft = draftOf({ ...scope, ...content } as unknown as Rule);
  expect(contentOf(draft)).toEqual({ ...scope, ...content });
  expect(problemsIn(draft)).toEqual(new Map());
});

test('TRUST-01: trying another kind and coming back changes nothing', () => {
  const words = draftOf({ ...scope, ...contents[0] } as unknown as Rule);
  const tried = { ...words, kind: 'flood' as const };
  expect(isSame(words, tried)).toBe(false);
  expect(isSame(words, { ...tried, kind: 'words' })).toBe(true);
  // Empty lines are no words.
  expect(isSame(words, { ...words, words: '\nuno\n\n dos tres \n' })).toBe(true);
});

test('TRUST-01: what is missing or out of range is told before it is sent', () => {
  expect([...problemsIn(emptyDraft)]).toEqual([
    ['name', 'required'],
    ['words', 'required'],
  ]);
  const named = { ...emptyDraft, name: 'Una' };
  expect([...problemsIn({ ...named, kind: 'links' })]).toEqual([]);
  expect([...problemsIn({ ...named, kind: 'flood', seconds: 3_601 })]).toEqual([
    ['seconds', 'outOfRange'],
  ]);
  expect([...problemsIn({ ...named, kind: 'duplicates', duplicatesCount: Number.NaN })]).toEqual([
    ['duplicatesCount', 'outOfRange'],
  ]);
  const fresh = { ...named, kind: 'newAccounts' as const };
  expect([...problemsIn(fresh)]).toEqual([]);
  expect([...problemsIn({ ...fresh, newDays: 366 })]).toEqual([['newDays', 'outOfRange']]);
  const none = { newDays: Number.NaN, perHour: Number.NaN, mentions: Number.NaN, noLinks: false };
  expect([...problemsIn({ ...fresh, ...none })]).toEqual([
    ['newDays', 'required'],
    ['perHour', 'required'],
  ]);
  const many = Array.from({ length: 501 }, (_, index) => `a${index}.example`).join('\n');
  expect([...problemsIn({ ...named, kind: 'links', hosts: many })]).toEqual([['hosts', 'tooMany']]);
});

test('TRUST-01: what the server refuses is shown at its field', () => {
  expect(fieldOf('config.words')).toBe('words');
  expect(fieldOf('config.allowedHosts')).toBe('hosts');
  expect(fieldOf('config.words.3')).toBe('words');
  expect(fieldOf('config.days')).toBe('newDays');
  expect(fieldOf('config.perHour')).toBe('perHour');
  expect(fieldOf('name')).toBe('name');
  expect(fieldOf('version')).toBeNull();
});
