import { readResults, type TestResult } from './tests/results.ts';
import { compareRows, rowIds } from './tests/row-ids.ts';

/** `pnpm rows [--json]`: each row of the specification with the tests that prove it, as they last ran. */

const rows = new Map<string, TestResult[]>();
for (const result of readResults()) {
  const ids = new Set(result.titles.flatMap((title) => rowIds(title)));
  for (const id of ids) rows.set(id, [...(rows.get(id) ?? []), result]);
}
const sorted = [...rows].sort(([one], [other]) => compareRows(one, other));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(Object.fromEntries(sorted), null, 2));
} else if (sorted.length === 0) {
  console.log('No results yet: run `pnpm test` first.');
} else {
  const width = Math.max(...sorted.map(([id]) => id.length));
  const marks = { passed: '✓', failed: '✗', 'left out': '–' } as const;
  for (const [id, results] of sorted) {
    for (const [index, { outcome, titles, file }] of results.entries()) {
      const row = (index === 0 ? id : '').padEnd(width);
      console.log(`${row}  ${marks[outcome]}  ${titles.join(' › ')}  (${file})`);
    }
  }
  const whole = sorted.filter(([, results]) =>
    results.every(({ outcome }) => outcome === 'passed'),
  );
  console.log(`\n${sorted.length} rows, ${whole.length} of them with nothing but passed tests`);
}
