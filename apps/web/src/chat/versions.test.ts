import type { Message } from '@atalaya/api/types';
import { describe, expect, it } from 'vitest';
import { mostRevisions, versionsOf } from './versions.ts';

const ana = { id: 'a', username: 'ana', displayName: 'Ana' };
const bruno = { id: 'b', username: 'bruno', displayName: 'Bruno' };
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

const message = (now: Partial<Message>) =>
  ({
    author: ana,
    content: 'tres',
    createdAt: day(1),
    editedAt: day(3),
    deletedAt: null,
    hiddenAt: null,
    ...now,
  }) as Message;
const twice = [
  { content: 'dos', at: day(3), by: ana },
  { content: 'uno', at: day(2), by: ana },
];

describe('versions of a message', () => {
  it('CHAT-05: each has who and when it began, and what stood there before', () => {
    expect(versionsOf({ message: message({}), revisions: twice })).toEqual([
      { state: 'edited', text: 'tres', before: 'dos', at: day(3), by: ana },
      { state: 'edited', text: 'dos', before: 'uno', at: day(2), by: ana },
      { state: 'written', text: 'uno', before: null, at: day(1), by: ana },
    ]);
  });

  it('CHAT-05: a deletion is told by who did it, and its text by the version before', () => {
    const revisions = [{ content: 'tres', at: day(4), by: bruno }, ...twice];
    const deleted = message({ content: '', deletedAt: day(4) });
    expect(versionsOf({ message: deleted, revisions }).slice(0, 2)).toEqual([
      { state: 'deleted', text: null, before: 'tres', at: day(4), by: bruno },
      { state: 'edited', text: 'tres', before: 'dos', at: day(3), by: ana },
    ]);
  });

  it('CHAT-05: what is hidden stays so; one that was never changed has one version', () => {
    const hidden = message({ content: '', hiddenAt: day(5) });
    expect(versionsOf({ message: hidden, revisions: twice })[0]).toMatchObject({
      ...{ state: 'hidden', text: null },
    });
    expect(versionsOf({ message: message({}), revisions: [] })).toHaveLength(1);
  });

  it('CHAT-05: where older ones are missing, nothing is called the first', () => {
    const revisions = Array.from({ length: mostRevisions }, (_, n) => ({
      ...{ content: `v${n}`, at: day(1), by: ana },
    }));
    expect(versionsOf({ message: message({}), revisions }).at(-1)).toMatchObject({
      ...{ state: 'edited', at: null },
    });
  });
});
