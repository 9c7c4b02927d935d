/** What can be done to the text that is chosen. */
export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'codeBlock' | 'quote' | 'list';

/** A change of the text: what is replaced by what, and what is chosen then. */
export interface Change {
  from: number;
  to: number;
  insert: string;
  selection: readonly [start: number, end: number];
}

const wordBeside = /[\p{L}\p{N}_]/u;
const linePrefix = { quote: '> ', list: '- ' } as const;

/** Puts a format on the chosen text, or takes it off. */
export function formatted(text: string, start: number, end: number, format: Format): Change {
  if (format === 'quote' || format === 'list') {
    return withPrefix(text, start, end, linePrefix[format]);
  }
  const chosen = text.slice(start, end);
  // Code of several lines is a block.
  if (format === 'codeBlock' || (format === 'code' && chosen.includes('\n'))) {
    return asBlock(text, start, end);
  }
  // Marks with a space inside them are no marks.
  const from = start + (chosen.length - chosen.trimStart().length);
  const to = Math.max(from, end - (chosen.length - chosen.trimEnd().length));
  return wrapped(text, from, to, marksFor(text, from, to, format));
}

function marksFor(
  text: string,
  start: number,
  end: number,
  format: 'bold' | 'italic' | 'strike' | 'code',
) {
  if (format === 'bold') return '**';
  if (format === 'strike') return '~~';
  if (format === 'code') return ticksAround(text.slice(start, end), 1);
  if (/(?<!\*)\*$/.test(text.slice(0, start)) && /^\*(?!\*)/.test(text.slice(end))) return '*';
  // In the middle of a word the other sign is no mark.
  const isInWord = wordBeside.test(text[start - 1] ?? '') || wordBeside.test(text[end] ?? '');
  return isInWord && text[start - 1] !== '_' ? '*' : '_';
}

/** More of them in a row than the text has. */
function ticksAround(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest < least ? least : longest + 1);
}

function wrapped(text: string, start: number, end: number, mark: string): Change {
  const chosen = text.slice(start, end);
  const { length } = mark;
  if (chosen.length > 2 * length && chosen.startsWith(mark) && chosen.endsWith(mark)) {
    const inner = chosen.slice(length, -length);
    return { from: start, to: end, insert: inner, selection: [start, start + inner.length] };
  }
  const isAround =
    text.slice(start - length, start) === mark && text.slice(end, end + length) === mark;
  if (isAround && start >= length) {
    const from = start - length;
    return { from, to: end + length, insert: chosen, selection: [from, from + chosen.length] };
  }
  // A tick at the edge would be taken for one of the mark.
  const space = chosen.startsWith('`') || chosen.endsWith('`') ? ' ' : '';
  const at = start + length + space.length;
  return {
    from: start,
    to: end,
    insert: `${mark}${space}${chosen}${space}${mark}`,
    selection: [at, at + chosen.length],
  };
}

function asBlock(text: string, start: number, end: number): Change {
  const chosen = text.slice(start, end);
  const fence = ticksAround(chosen, 3);
  const opening = `${text.slice(0, start).endsWith('\n') || start === 0 ? '' : '\n'}${fence}\n`;
  const closing = `\n${fence}${text.slice(end).startsWith('\n') || end === text.length ? '' : '\n'}`;
  const at = start + opening.length;
  return {
    from: start,
    to: end,
    insert: `${opening}${chosen}${closing}`,
    selection: [at, at + chosen.length],
  };
}

function withPrefix(text: string, start: number, end: number, prefix: string): Change {
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const isOn = lines.every((line) => line.startsWith(prefix));
  const insert = lines
    .map((line) => (isOn ? line.slice(prefix.length) : `${prefix}${line}`))
    .join('\n');
  const after = from + insert.length;
  // One line: the caret stays where it was in the text. Several: all of them stay chosen.
  if (lines.length > 1) return { from, to, insert, selection: [from, after] };
  const by = isOn ? -prefix.length : prefix.length;
  return {
    from,
    to,
    insert,
    selection: [Math.max(from, start + by), Math.max(from, Math.min(after, end + by))],
  };
}

type Keys = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'key' | 'code'>;

const plainKeys: Partial<Record<string, Format>> = { b: 'bold', i: 'italic', e: 'code' };
const shiftedKeys: Partial<Record<string, Format>> = { x: 'strike', c: 'codeBlock' };
/** By the place of the key: with Shift it writes another sign on every keyboard. */
const digitKeys: Partial<Record<string, Format>> = { Digit8: 'list', Digit9: 'quote' };

/** The format that a combination of keys stands for. */
export function formatOf({ ctrlKey, metaKey, shiftKey, altKey, key, code }: Keys): Format | null {
  if (altKey || !(ctrlKey || metaKey)) return null;
  if (!shiftKey) return plainKeys[key.toLowerCase()] ?? null;
  return shiftedKeys[key.toLowerCase()] ?? digitKeys[code] ?? null;
}
