import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';

/** A word of a text: where it stands, and what it is found by. */
export interface Word {
  start: number;
  end: number;
  /** In small letters without accents. */
  folded: string;
  /** Its stems in Spanish and in English, without accents; none for words that say nothing («de», "the"). */
  stems: readonly string[];
}

/** Longer ones are addresses and the like: their beginning is enough. */
const longestWord = 64;
/** Words looked up by one statement. */
const lookup = 5_000;

/**
 * Takes texts apart into words and stems. The stems are those of PostgreSQL's own dictionaries, asked word by word
 * and remembered, as people say the same few thousand words again and again: cheaper than `to_tsvector` in both
 * languages, and the search knows which words of a text it found.
 */
export class Lexicon {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #stems = new LRUCache<string, readonly string[]>({ max: 50_000 });

  constructor({ pool }: { pool: Pick<Pool, 'query'> }) {
    this.#pool = pool;
  }

  async read(texts: readonly string[]): Promise<Word[][]> {
    const found = texts.map(wordsOf);
    const stems = new Map<string, readonly string[]>();
    const unknown = new Set<string>();
    for (const { key } of found.flat()) {
      const known = stems.get(key) ?? this.#stems.get(key) ?? (isNumber(key) ? [key] : undefined);
      if (known) stems.set(key, known);
      else unknown.add(key);
    }
    const asked = [...unknown];
    for (let at = 0; at < asked.length; at += lookup) {
      for (const [key, list] of await this.#ask(asked.slice(at, at + lookup))) {
        this.#stems.set(key, list);
        stems.set(key, list);
      }
    }
    return found.map((words) =>
      words.map(({ key, start, end }) => ({
        start,
        end,
        folded: fold(key),
        stems: stems.get(key) ?? [],
      })),
    );
  }

  async #ask(words: string[]): Promise<[string, readonly string[]][]> {
    const { rows } = await this.#pool.query<{ word: string; stop: boolean; stems: string[] }>({
      name: 'search-stems',
      text: `SELECT word, es = '{}' OR en = '{}' AS stop,
                    es || en || ts_lexize('spanish_stem', folded) || ts_lexize('english_stem', folded) AS stems
               FROM (SELECT word, folded, ts_lexize('spanish_stem', word) AS es,
                            ts_lexize('english_stem', word) AS en
                       FROM unnest($1::text[], $2::text[]) AS w(word, folded)) AS found`,
      values: [words, words.map(fold)],
    });
    return rows.map(({ word, stop, stems }) => [word, stop ? [] : [...new Set(stems.map(fold))]]);
  }
}

/** To the dictionaries a number is its own stem, and hardly one comes again: not worth asking or remembering. */
const isNumber = (key: string): boolean => /^[0-9]+$/.test(key);

/** Small letters without accents: «Canción» and "cancion" are one word. */
const fold = (text: string): string =>
  isPlain(text)
    ? text.toLowerCase()
    : text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

const isPlain = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

function wordsOf(text: string): { key: string; start: number; end: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)].map((match) => ({
    key: match[0].slice(0, longestWord).toLowerCase().normalize('NFC'),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** What a text is found by besides its words. No word begins with this sign. */
export const label = {
  author: (memberId: string) => `@a${memberId}`,
  channel: (channelId: string) => `@c${channelId}`,
  window: (windowId: number) => `@w${windowId}`,
  file: '@f',
};

/** PostgreSQL keeps no more places of a word, and none that are farther. */
const mostPlaces = 200;
const farthestPlace = 16_383;

/** The words as a `tsvector` is written. */
export function toVector(words: readonly Word[], labels: readonly string[]): string {
  const places = new Map<string, number[]>();
  for (const [index, { stems }] of words.entries()) {
    for (const stem of stems) {
      const list = places.get(stem) ?? [];
      if (list.length < mostPlaces) list.push(Math.min(index + 1, farthestPlace));
      places.set(stem, list);
    }
  }
  // Stems are letters and digits: there is nothing to escape.
  const written = [...places].map(([stem, list]) => `'${stem}':${list.join(',')}`);
  return [...written, ...labels.map((one) => `'${one}'`)].join(' ');
}
