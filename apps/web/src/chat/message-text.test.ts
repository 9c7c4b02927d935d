import type { Message } from '@atalaya/api/types';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { findEmoji } from './emoji.ts';
import { markdown } from './markdown.tsx';
import { withReaction } from './reaction.ts';
import { safeAddress } from './safe-address.ts';

const message = {
  reactions: [{ emoji: '👍', count: 2, memberIds: ['a', 'b'] }],
} as unknown as Message;

/** What the message becomes on the page, without class names. */
const html = (content: string) =>
  renderToStaticMarkup(markdown(content, { username: 'ana' })).replaceAll(/ class="[^"]*"/g, '');

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

  it('CHAT-05: a tag is text, and the Markdown after and around it is still Markdown', () => {
    const cases: [written: string, shown: string][] = [
      ['<b> **fuerte**', '<p>&lt;b&gt; <strong>fuerte</strong></p>'],
      [
        '<div>**uno**\n_dos_</div>',
        '<p>&lt;div&gt;<strong>uno</strong><br/><em>dos</em>&lt;/div&gt;</p>',
      ],
      ['<pre>\n- uno\n- dos', '<p>&lt;pre&gt;</p><ul><li>uno</li><li>dos</li></ul>'],
      ['a <code>**b**</code>', '<p>a &lt;code&gt;<strong>b</strong>&lt;/code&gt;</p>'],
      ['<!-- **nada** --> **algo**', '<p>&lt;!-- **nada** --&gt; <strong>algo</strong></p>'],
      ['> <p>**cita**', '<blockquote><p>&lt;p&gt;<strong>cita</strong></p></blockquote>'],
    ];
    for (const [written, shown] of cases) expect(html(written), written).toBe(shown);
  });

  it('CHAT-05: no element comes of what someone wrote as HTML', () => {
    const shown = html(
      [
        '<script>alert(1)</script>',
        '<img src=x onerror=alert(1)> <svg/onload=alert(1)>',
        '<a href="javascript:alert(1)">**mal**</a> [mal](javascript:alert(1))',
        '<iframe src="https://faro.example"></iframe>',
        '</p><style>*{display:none}</style>',
      ].join('\n'),
    );
    const elements = [...shown.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name);
    expect(new Set(elements)).toEqual(new Set(['p', 'br', 'strong']));
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
