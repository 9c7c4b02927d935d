import { describe, expect, test } from 'vitest';
import { plainWords } from './link-words.ts';
import { linksIn } from './links.ts';

describe('links of a text', () => {
  test.each<[string, string[]]>([
    ['sin enlaces, ni ftp://faro.example ni faro.example', []],
    ['mira https://faro.example/luz.', ['https://faro.example/luz']],
    ['HTTPS://FARO.example', ['https://faro.example/']],
    ['(https://faro.example/a_(b))', ['https://faro.example/a_(b)']],
    ['[el faro](https://faro.example/a "título")', ['https://faro.example/a']],
    [
      '<https://faro.example/a>, **https://faro.example/b**',
      ['https://faro.example/a', 'https://faro.example/b'],
    ],
    ['https://faro.example/a#uno https://faro.example/a#dos', ['https://faro.example/a']],
    ['https://ría.example/ñ', ['https://xn--ra-nja.example/%C3%B1']],
    ['https://ana:secreto@faro.example/', []],
    ['xhttps://faro.example https://', []],
    [`https://faro.example/${'a'.repeat(2_000)}`, []],
    [
      [1, 2, 3, 4].map((n) => `https://faro.example/${n}`).join('\n'),
      [1, 2, 3].map((n) => `https://faro.example/${n}`),
    ],
  ])('CHAT-05: %s', (text, links) => {
    expect(linksIn(text)).toEqual(links);
  });

  const link = 'https://faro.example/';
  test.each<[string, string]>([
    ['a piece', `mira \`${link}\``],
    ['a piece with backticks in it', `\`\`a \` ${link}\`\``],
    ['a block', `mira:\n\`\`\`sh\ncurl ${link}\n\`\`\``],
    ['a block of tildes', `~~~~\n${link}\n~~~\n${link}\n~~~~`],
    ['a block that does not end', `\`\`\`\n${link}`],
    ['a block in a quote', `> \`\`\`\n> ${link}\n> \`\`\``],
    ['a text that is set in', `mira:\n\n    ${link}\n    ${link}`],
  ])('CHAT-05: code is no link: %s', (_, text) => {
    expect(linksIn(text)).toEqual([]);
  });

  test.each<[string, string]>([
    ['after a piece', `\`curl\` ${link}`],
    ['between lone backticks', `\` ${link}`],
    ['after a block', `\`\`\`\ncurl\n\`\`\`\n${link}`],
    ['on a line that goes on', `mira:\n    ${link}`],
  ])('CHAT-05: what only looks like code is one: %s', (_, text) => {
    expect(linksIn(text)).toEqual([link]);
  });

  test('CHAT-05: no text takes long to look through', () => {
    const long = 40_000;
    const texts = [
      `http://a/${')'.repeat(long)}`,
      `http://a/${'('.repeat(long)}`,
      `${'`'.repeat(long)} http://a/`,
      `${'` `` '.repeat(long / 5)} http://a/`,
      `${'> '.repeat(long / 2)} http://a/`,
      'http://'.repeat(long / 7),
      `${'`x'.repeat(long / 2)} http://a/`,
      `${Array.from({ length: 280 }, (_, index) => '`'.repeat(index + 1)).join(' ')} http://a/`,
      `${Array.from({ length: long / 3 }, (_, index) => (index % 2 ? '`x' : '``x')).join('')} http://a/`,
      `http://a/${'\n    `~'.repeat(long / 7)}`,
    ];
    const started = performance.now();
    for (const text of texts) linksIn(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('words of pages', () => {
  const titled = (title: string) => plainWords({ site: '', title, description: '' })?.title ?? null;

  test('CHAT-05: stand in one line, without what hides or turns text', () => {
    expect(titled('\n  El\u00a0faro\t de\u202e  la\u0000 co\u200bsta\u2066 ')).toBe(
      'El faro de la costa',
    );
    expect(titled('a\u0301\u0301\u0301\u0301\u0301\u0301\u0301')).toHaveLength(4);
    expect(titled('familia 👩‍👩‍👧')).toBe('familia 👩‍👩‍👧');
    expect(titled('\u200b \u0007')).toBeNull();
  });

  test('CHAT-05: are cut where they are long, between letters', () => {
    expect(titled('a'.repeat(160))).toBe('a'.repeat(160));
    expect(titled('a'.repeat(161))).toBe(`${'a'.repeat(159)}…`);
    expect(titled(`${'a'.repeat(158)}😀😀`)).toBe(`${'a'.repeat(158)}…`);
    expect(titled('\ud83d')).toBe('�');
  });
});
