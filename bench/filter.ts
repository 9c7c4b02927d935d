import { longestTail } from '../packages/api/src/moderation/filter/recent-texts.ts';
import { type ActiveRule, RuleSet } from '../packages/api/src/moderation/filter/rule-set.ts';
import { percentile } from './process-figures.ts';

const letters = 'aaabcdeeefghiijklmnooopqrrsstuuvxyz';
/** Numbers that are the same in every run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** One word in twelve with marks between its letters, one in two pieces. */
const disguised = (how: number, word: string): string =>
  how === 0 ? [...word].join('.') : how === 1 ? `${word.slice(0, -2)} ${word.slice(-2)}` : word;

/**
 * TRUST-01: how long the filter looks at one message, with 5,000 rules. The texts are made of common
 * and invented words, some disguised, and one in fifty has a word that a rule looks for.
 */
export function filter(messages: number, print: (text: string) => void): void {
  const die = dice(20_261_121);
  const word = () =>
    Array.from({ length: 4 + die(7) }, () => letters[die(letters.length)]).join('');
  const looked = Array.from({ length: 5_000 }, word);
  const base = { outcome: 'flag', policy: 'other', severity: 2, channelIds: [] } as const;
  const words = looked.map((one, index) => ({
    ...base,
    id: `${index}`,
    name: one,
    kind: 'words' as const,
    config: { words: [one], except: [] },
  }));
  const patterns = Array.from({ length: 100 }, (_, index) => ({
    ...base,
    id: `p${index}`,
    name: `pattern ${index}`,
    kind: 'pattern' as const,
    config: { pattern: `${word()}[0-9]{2,4} ?(eur|usd)`, caseSensitive: false },
  }));
  const links: ActiveRule = {
    ...base,
    id: 'l',
    name: 'l',
    kind: 'links',
    config: { allowedHosts: [] },
  };
  const sets: Record<string, ActiveRule[]> = {
    '5,000 rules: words': words,
    '5,000 rules: words, 100 patterns, links': [...words.slice(101), ...patterns, links],
  };
  const text = (length: number) => {
    let all = die(50) === 0 ? `${looked[die(looked.length)]} ` : '';
    while (all.length < length) all += `${disguised(die(12), word())} `;
    return all.slice(0, length);
  };
  const measure = (name: string, look: (index: number) => void) => {
    for (let i = 0; i < 500; i++) look(i);
    const times = new Float64Array(messages);
    for (let i = 0; i < messages; i++) {
      const started = performance.now();
      look(i);
      times[i] = (performance.now() - started) * 1000;
    }
    times.sort();
    const cells = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0).padStart(9));
    print(`  ${name.padEnd(56)}${cells.join(' ')}`);
  };
  print(
    '\nTRUST-01  the filter looks at one message: µs                   p50       p99       max',
  );
  for (const [name, rules] of Object.entries(sets)) {
    const set = new RuleSet(rules, []);
    for (const length of [100, 1_000, 4_000]) {
      const texts = Array.from({ length: 500 }, () => text(length));
      const textAt = (index: number) => ({ content: texts[index % 500] ?? '', channelId: null });
      measure(`${name}, ${length} characters`, (index) => set.look(textAt(index)));
      // As of somebody who wrote a moment ago: the end of that is read together with it.
      if (length === 4_000) continue;
      const before = texts.map((one) => one.slice(-longestTail));
      measure(`  … and the message before it`, (index) => {
        set.look(textAt(index));
        set.lookAcross(before[(index + 1) % 500] ?? '', textAt(index));
      });
    }
  }
}
