import { buildClients } from './clients.ts';
import { run } from './run.ts';

/** `pnpm start`: prepares what is stale, then runs the server in this very process until Ctrl+C. */
if ((await run(process.execPath, ['packages/db/src/cli/generate.ts'])) !== 0) process.exit(1);
try {
  await buildClients();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
await import('../apps/server/src/main.ts');
