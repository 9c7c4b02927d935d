import { describe, expect, it } from 'vitest';
import { mayEdit } from './may-edit.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
type Judged = Parameters<typeof mayEdit>[0];
const message = (change: Partial<Judged> = {}): Judged => ({
  author: { id: 'ana', username: 'ana', displayName: 'Ana' },
  type: 'text',
  createdAt: ago(5),
  deletedAt: null,
  hiddenAt: null,
  ...change,
});
const rule = { myId: 'ana', send: true, editMinutes: 10 };

describe('what may be edited', () => {
  it('CHAT-05: one’s own text, while its time lasts and one may write', () => {
    expect(mayEdit(message(), rule)).toBe(true);
    expect(mayEdit(message({ createdAt: ago(11) }), rule)).toBe(false);
    expect(mayEdit(message({ createdAt: ago(11) }), { ...rule, editMinutes: 0 })).toBe(true);
    expect(mayEdit(message(), { ...rule, myId: 'bo' })).toBe(false);
    expect(mayEdit(message(), { ...rule, send: false })).toBe(false);
  });

  it('CHAT-05: not the words that came with files, nor what is deleted or hidden', () => {
    expect(mayEdit(message({ type: 'file' }), rule)).toBe(false);
    expect(mayEdit(message({ type: 'image' }), rule)).toBe(false);
    expect(mayEdit(message({ deletedAt: ago(1) }), rule)).toBe(false);
    expect(mayEdit(message({ hiddenAt: ago(1) }), rule)).toBe(false);
  });
});
