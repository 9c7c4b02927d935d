/** So many links of a message get a preview, the first ones. */
const mostLinks = 3;
/** Longer addresses get none: they are keys of rows. */
export const longestLink = 2_000;

const address = /\bhttps?:\/\/[^\s<>"`[\]{}|\\^]+/gi;
/** Belongs to the sentence around an address and not to it. */
const ending = new Set('.,;:!?\'"*_~…»”’）。，、！？');

/**
 * The addresses of the web that a message links to, each once and in order, in the form in which they are
 * asked and kept. What stands in code is no link.
 */
export function linksIn(content: string): string[] {
  if (!content.includes('://')) return [];
  const found = new Set<string>();
  for (const [written] of withoutCode(content).matchAll(address)) {
    const link = linkOf(written);
    if (link) found.add(link);
    if (found.size === mostLinks) break;
  }
  return [...found];
}

function linkOf(written: string): string | null {
  const url = URL.parse(withoutEnding(written));
  if (!url || url.username || url.password) return null;
  url.hash = '';
  return url.href.length <= longestLink ? url.href : null;
}

function withoutEnding(written: string): string {
  let open = 0;
  for (const letter of written) open += letter === '(' ? 1 : letter === ')' ? -1 : 0;
  let end = written.length;
  for (;;) {
    const last = written[end - 1] ?? '';
    // A bracket that was opened in the address belongs to it.
    if (last === ')' && open < 0) open += 1;
    else if (!ending.has(last)) return written.slice(0, end);
    end -= 1;
  }
}

/** The text without its blocks of code and its pieces of code, by the rules of Markdown. */
export function withoutCode(content: string): string {
  if (!/[`~\t]| {4}/.test(content)) return content;
  const kept: string[] = [];
  let fence: string | null = null;
  /** Whether a line that is set in would be code. */
  let mayBeCode = false;
  for (const line of content.split('\n')) {
    const text = line.replace(/^[\s>]+/, '');
    const mark = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
    const rest = text.slice(mark?.length ?? 0);
    if (fence) {
      if (mark?.startsWith(fence) && rest.trim() === '') fence = null;
    } else if (mark && !(mark.startsWith('`') && rest.includes('`'))) {
      fence = mark;
    } else if (!(mayBeCode && /^(?: {4}|\t)/.test(line))) {
      kept.push(line);
      mayBeCode = line.trim() === '';
    }
  }
  return withoutPieces(kept.join('\n'));
}

/** A piece of code stands between two runs of equally many backticks. */
function withoutPieces(text: string): string {
  const runs = [...text.matchAll(/`+/g)];
  const closes = nextOfSameLength(runs.map(([marks]) => marks.length));
  let kept = '';
  let from = 0;
  for (let index = 0; index < runs.length; index++) {
    const [marks] = runs[index] ?? [''];
    const close = closes[index] ?? -1;
    const begin = runs[index]?.index;
    const end = runs[close];
    if (begin === undefined || !end) continue;
    kept += `${text.slice(from, begin)} `;
    from = end.index + marks.length;
    index = close;
  }
  return kept + text.slice(from);
}

/** For each length the place of the next one that is equal, -1 for none: found in one pass from the end. */
function nextOfSameLength(lengths: readonly number[]): number[] {
  const next = new Map<number, number>();
  const found: number[] = [];
  for (let index = lengths.length - 1; index >= 0; index--) {
    const length = lengths[index] ?? 0;
    found[index] = next.get(length) ?? -1;
    next.set(length, index);
  }
  return found;
}
