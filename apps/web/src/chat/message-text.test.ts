import type { Message } from '@atalaya/api/types';
import { describe, expect, it } from 'vitest';
import { findEmoji } from './emoji.ts';
import { withReaction } from './reaction.ts';
import { safeAddress } from './safe-address.ts';

const message = {
  reactions: [{ emoji: '👍', count: 2, memberIds: ['a', 'b'] }],
} as unknown as Message;

describe('what a message shows', () => {
  it('CHAT-05: only web and mail addresses are followed', () => {
    expect(safeAddress('https://faro.example/a')).toBe('https://faro.example/a');
    expect(safeAddress('mailto:ana@faro.example')).toBe('mailto:ana@faro.example');
    for (const href of [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '/relative',
      ' ',
    ]) {
      expect(safeAddress(href), href).toBeNull();
    }
  });

  it('CHAT-08: one click adds a reaction, the next takes it back', () => {
    const added = withReaction(message, '🎉', 'c');
    expect(added.reactions).toHaveLength(2);
    expect(withReaction(added, '🎉', 'c').reactions).toEqual(message.reactions);
    expect(withReaction(message, '👍', 'a').reactions).toEqual([
      { emoji: '👍', count: 1, memberIds: ['b'] },
    ]);
  });

  it('CHAT-08: emoji are found in both languages, accents aside', () => {
    expect(findEmoji('corazon rojo'.split(' ')[0] ?? '').map(({ sign }) => sign)).toContain('❤️');
    expect(findEmoji('anchor').map(({ sign }) => sign)).toEqual(['⚓']);
    expect(findEmoji('zzz')).toEqual([]);
  });
});
