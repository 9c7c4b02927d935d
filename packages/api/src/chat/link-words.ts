import type { PageWords } from '../ports/pages.ts';

const longest = { site: 60, title: 160, description: 300 } as const;

/** Words of strangers as they may stand beside people's own: plain, in one line, short. Null without a title. */
export function plainWords({ site, title, description }: PageWords): PageWords | null {
  const words = {
    site: plain(site, longest.site),
    title: plain(title, longest.title),
    description: plain(description, longest.description),
  };
  return words.title === '' ? null : words;
}

function plain(text: string, most: number): string {
  const line = text
    .slice(0, most * 10)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(unseen, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
}

/** What is not seen, hides text or turns its direction. What joins letters and emoji stays. */
const unseen =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
