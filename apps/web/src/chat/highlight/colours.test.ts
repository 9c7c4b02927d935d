import { describe, expect, it } from 'vitest';
import { colour, learn } from './colours.ts';
import { grammarOf } from './languages.ts';
import { partsOf } from './parts.ts';

const textOf = (parts: readonly { text: string }[]) => parts.map(({ text }) => text).join('');

describe('code in colours', () => {
  it('CHAT-05: the usual names of a language find its grammar, others none', () => {
    expect(['ts', 'TSX', 'html', 'c++', 'yml', 'sh'].map(grammarOf)).toEqual([
      ...['typescript', 'typescript', 'xml', 'cpp', 'yaml', 'bash'],
    ]);
    expect(['', 'texto', 'constructor', '__proto__'].map(grammarOf)).toEqual([
      ...[null, null, null, null],
    ]);
  });

  it('CHAT-05: code comes in parts of a kind, with every letter of it', async () => {
    await learn('typescript');
    const code = 'const luz = `$' + '{1 + 1} <b>&amp;`; // "faro" & co';
    const parts = colour(code, 'typescript');
    expect(textOf(parts)).toBe(code);
    expect(parts).toContainEqual({ text: 'const', kind: 'keyword' });
    expect(parts).toContainEqual({ text: '// "faro" & co', kind: 'comment' });
    expect(parts).toContainEqual({ text: ' <b>&amp;`', kind: 'text' });
    // What is put into a text is code again.
    expect(parts.find(({ text }) => text.startsWith('${'))?.kind).toBeNull();
  });

  it('CHAT-05: styles and scripts of a page are coloured as what they are', async () => {
    await learn('xml');
    const parts = colour('<script>const a = 1</script>', 'xml');
    expect(parts).toContainEqual({ text: 'const', kind: 'keyword' });
  });

  it('CHAT-05: every grammar can be read, and loses nothing of hostile code', async () => {
    const code = `</span><img src=x onerror="alert('1')">&lt;&#x27;\n${'('.repeat(50)}"\\\n\0 é 🜂`;
    const { sourceNames } = await import('./colours.ts');
    for (const grammar of sourceNames) {
      await learn(grammar);
      expect(textOf(colour(code, grammar)), grammar).toBe(code);
    }
  });

  it('CHAT-05: what does not say the same as the code is not shown', () => {
    expect(partsOf('<span class="hljs-string">other</span>', 'code')).toEqual([
      { text: 'code', kind: null },
    ]);
  });
});
