import { describe, expect, it } from 'vitest';
import { wordChanges } from './word-changes.ts';

/** Changes as one line: `-gone-`, `+new+`. */
const shown = (before: string, after: string) =>
  wordChanges(before, after)
    .map(({ text, kind }) =>
      kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`,
    )
    .join('');

describe('changes of a text', () => {
  it('CHAT-05: words that changed are marked, whole and in any alphabet', () => {
    expect(shown('La baliza norte', 'La baliza sur')).toBe('La baliza -norte-+sur+');
    expect(shown('el camión azul', 'el camino azul')).toBe('el -camión-+camino+ azul');
    expect(shown('свет зелёный', 'свет красный')).toBe('свет -зелёный-+красный+');
    expect(shown('una línea', 'una línea\nmás')).toBe('una línea+\nmás+');
    expect(shown('igual', 'igual')).toBe('igual');
    expect(shown('algo', '')).toBe('-algo-');
  });

  it('CHAT-05: long texts with nothing in common are one for the other', () => {
    const one = Array.from({ length: 3_000 }, (_, n) => `a${n}`).join(' ');
    const other = Array.from({ length: 3_000 }, (_, n) => `b${n}`).join('-');
    expect(wordChanges(one, other)).toEqual([
      { text: one, kind: 'removed' },
      { text: other, kind: 'added' },
    ]);
  });
});
