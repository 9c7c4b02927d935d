import type { SearchExcerpt } from './schemas.ts';
import type { SearchQuery } from './search-query.ts';
import type { Word } from './search-words.ts';

const longest = 240;
/** What is shown before the first word that was found. */
const lead = 60;

/** The piece of a message where it was found, in one line, and which characters of it to mark. */
export function excerptOf(
  content: string,
  words: readonly Word[],
  query: SearchQuery | null,
): SearchExcerpt {
  const found = query ? words.filter(query.finds) : [];
  const first = found[0]?.start ?? 0;
  const begin = content.length <= longest || first <= lead ? 0 : startOfWord(words, first - lead);
  const end = endOfWord(words, content, begin + longest);
  const marks = found
    .filter((word) => word.start >= begin && word.end <= end)
    .map(({ start, end: last }): [number, number] => [start - begin, last - begin]);
  return {
    text: content.slice(begin, end).replace(/\s/g, ' '),
    marks,
    isCutBefore: begin > 0,
    isCutAfter: end < content.length,
  };
}

const startOfWord = (words: readonly Word[], near: number): number =>
  words.find(({ start }) => start >= near)?.start ?? near;

/** Not in the middle of a word, nor of a character that takes two places. */
function endOfWord(words: readonly Word[], content: string, near: number): number {
  if (near >= content.length) return content.length;
  const cut = words.find(({ start, end }) => start < near && end > near);
  // A word as long as the excerpt is cut all the same.
  if (cut && cut.start > near - longest / 2) return cut.start;
  const code = content.charCodeAt(near - 1);
  return code >= 0xd800 && code <= 0xdbff ? near - 1 : near;
}
