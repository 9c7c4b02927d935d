import { checkRepository, describeBreach } from './import-rules/check.ts';
import { run, runQuietly, tool } from './run.ts';

/** Everything that can be said of the source without running it: `pnpm lint`. */

interface Outcome {
  ok: boolean;
  output: string;
}

const program =
  (name: string, ...parameters: string[]) =>
  async (): Promise<Outcome> => {
    const { code, output } = await runQuietly(tool(name), parameters);
    return { ok: code === 0, output };
  };

const checks: Record<string, () => Promise<Outcome>> = {
  'format and style': program('biome', 'check', '--colors=off'),
  'import rules': async () => {
    const breaches = checkRepository();
    return { ok: breaches.length === 0, output: breaches.map(describeBreach).join('\n') };
  },
  'dead code': program('knip', '--no-progress'),
  'types: server': program('tsc', '--noEmit', '-p', 'tsconfig.json'),
  'types: web': program('tsc', '--noEmit', '-p', 'tsconfig.web.json'),
  'types: console': program('tsc', '--noEmit', '-p', 'tsconfig.console.json'),
  'types: browser tests': program('tsc', '--noEmit', '-p', 'tsconfig.e2e.json'),
};

// Types and dead code are judged with the Prisma client in place.
let failures = (await run(process.execPath, ['packages/db/src/cli/generate.ts'])) === 0 ? 0 : 1;
for (const [name, check] of Object.entries(checks)) {
  const started = performance.now();
  const { ok, output } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!ok) {
    failures += 1;
    console.error(output.trimEnd());
  }
}
process.exitCode = failures > 0 ? 1 : 0;
