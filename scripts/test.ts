import { rm } from 'node:fs/promises';
import { buildClients } from './clients.ts';
import { run, tool } from './run.ts';
import { prepareMachine } from './tests/machine.ts';
import { readResults, resultFiles, type TestResult } from './tests/results.ts';

/** `pnpm test`: everything, on a machine with nothing but Node. The last line counts what passed and failed. */

interface Failure {
  sentence: string;
  /** The suite that reports the failed tests itself. */
  suite?: TestResult['suite'];
}

for (const file of Object.values(resultFiles)) await rm(file, { force: true });
const failures = await testAll();
const results = readResults();
const failedIn = (suite?: string) =>
  results.filter((result) => result.outcome === 'failed' && result.suite === suite).length;
const leftOut = results.filter(({ outcome }) => outcome === 'left out').length;
if (leftOut > 0) console.log(`${leftOut} tests were left out`);
for (const { sentence } of failures) console.error(sentence);
// By name once more, at the end: a log is often read from there.
for (const { outcome, file, titles } of results) {
  if (outcome === 'failed') console.error(`failed: ${file} › ${titles.join(' › ')}`);
}
// What stopped a step without a failed test to show for it counts as one.
const unseen = failures.filter(({ suite }) => failedIn(suite) === 0).length;
const failed = failedIn('node') + failedIn('browser') + unseen;
const passed = results.filter(({ outcome }) => outcome === 'passed').length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function testAll(): Promise<Failure[]> {
  const missing = await prepareMachine();
  if (missing.length > 0) return missing.map((sentence) => ({ sentence }));
  if ((await run(process.execPath, ['packages/db/src/cli/generate.ts'])) !== 0) {
    return [{ sentence: 'The Prisma client could not be generated.' }];
  }
  const found: Failure[] = [];
  const unbuilt = await buildClients().then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (unbuilt) found.push({ sentence: unbuilt });
  const node = await run(tool('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resultFiles.node}`,
  ]);
  if (node !== 0) found.push({ sentence: 'The suite without a browser failed.', suite: 'node' });
  // Without a web client there is nothing to open in a browser.
  if (unbuilt) return found;
  const browser = await run(tool('playwright'), ['test', '--reporter=list,json'], {
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: resultFiles.browser },
  });
  if (browser !== 0) found.push({ sentence: 'The browser suite failed.', suite: 'browser' });
  return found;
}
