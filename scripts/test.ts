import { rm } from 'node:fs/promises';
import { run, tool } from './run.ts';
import { prepareMachine } from './tests/machine.ts';
import { readResults, resultFiles } from './tests/results.ts';
import { buildWebClient } from './web-client.ts';

/** `pnpm test`: everything, on a machine with nothing but Node. The last line counts what passed and failed. */

for (const file of Object.values(resultFiles)) await rm(file, { force: true });
const failures = await testAll();
const results = readResults();
const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
const passed = count('passed');
const leftOut = count('left out');
if (leftOut > 0) console.log(`${leftOut} tests were left out`);
for (const failure of failures) console.error(failure);
// What stopped a suite before it could report counts as well.
const failed = Math.max(count('failed'), failures.length);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Gives one sentence for everything that went wrong. */
async function testAll(): Promise<string[]> {
  const missing = await prepareMachine();
  if (missing.length > 0) return missing;
  if ((await run(process.execPath, ['packages/db/src/cli/generate.ts'])) !== 0) {
    return ['The Prisma client could not be generated.'];
  }
  const wrong: string[] = [];
  const fast = await run(tool('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resultFiles.fast}`,
  ]);
  if (fast !== 0) wrong.push('The fast suite failed.');
  // Without a web client there is nothing to open in a browser.
  const unbuilt = await buildWebClient().then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (unbuilt) return [...wrong, unbuilt];
  const browser = await run(tool('playwright'), ['test', '--reporter=list,json'], {
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: resultFiles.browser },
  });
  if (browser !== 0) wrong.push('The browser suite failed.');
  return wrong;
}
