/** What a piece of code is, as far as colours tell it. */
export type CodeKind =
  | 'comment'
  | 'keyword'
  | 'text'
  | 'value'
  | 'name'
  | 'type'
  | 'added'
  | 'removed';

export interface CodePart {
  text: string;
  /** Null: nothing in particular. */
  kind: CodeKind | null;
}

/** The highlighter's names, one kind for what looks alike; null is plain again inside of something. */
const kinds = new Map<string, CodeKind | null>(
  (
    [
      ['comment', 'comment quote doctag'],
      ['keyword', 'keyword meta selector-tag'],
      ['text', 'string regexp char link code formula'],
      ['value', 'number literal symbol bullet variable template-variable'],
      ['name', 'title section name selector-id selector-class template-tag'],
      ['type', 'type built_in class attr attribute selector-attr selector-pseudo property'],
      ['added', 'addition'],
      ['removed', 'deletion'],
      [null, 'operator tag subst params punctuation'],
    ] as const
  ).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
);

const mark = /<span class="hljs-([\w-]+)[^"]*">|<(?:span[^>]*|\/span)>|&(\w+|#x27);/g;
const signs: Partial<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
};

/**
 * What the highlighter made of some code, as text in few kinds: nothing of it gets onto the page as
 * HTML. Gives the code as it was where the two do not say the same.
 */
export function partsOf(highlighted: string, code: string): CodePart[] {
  const parts: CodePart[] = [];
  const around: (CodeKind | null)[] = [];
  const add = (text: string) => {
    if (text === '') return;
    const kind = around.at(-1) ?? null;
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ text, kind });
  };
  let end = 0;
  for (const { 0: raw, 1: name, 2: sign, index } of highlighted.matchAll(mark)) {
    add(highlighted.slice(end, index));
    end = index + raw.length;
    if (sign !== undefined) add(signs[sign] ?? raw);
    else if (raw === '</span>') around.pop();
    else {
      const kind = kinds.get(name ?? '');
      around.push(kind === undefined ? (around.at(-1) ?? null) : kind);
    }
  }
  add(highlighted.slice(end));
  const isWhole = parts.map(({ text }) => text).join('') === code;
  return isWhole ? parts : [{ text: code, kind: null }];
}
