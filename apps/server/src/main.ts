import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config.ts';
import type { RunningServer } from './serve.ts';
import { onStopSignals } from './signals.ts';

/** Errors whose message is one sentence for the operator; of all others the stack is shown. */
const sentences = new Set(['StartError', 'DatabaseSetupError', 'MigrationError', 'SecretKeyError']);

await main();

/** Runs the server until it is told to stop. Exit code 1 when it could not start or had to give up. */
async function main(): Promise<void> {
  const config = readConfig();
  if (!config) return;
  // From the second start on, the code need not be compiled again.
  enableCompileCache(join(config.dataDir, 'cache'));
  const { startServer } = await import('./serve.ts');
  const givenUp = new AbortController();
  let server: RunningServer | undefined;
  const stop = async () => {
    say('Atalaya stops …');
    givenUp.abort(new Error('stopped by a signal'));
    await server?.stop();
  };
  onStopSignals(stop);
  dieInOrder(() => server);
  const isProgram = !process.stdout.isTTY && config.production;
  try {
    server = await startServer(config, {
      signal: givenUp.signal,
      terminal: process.stdout,
      ...(isProgram ? {} : { onWaiting: say }),
    });
  } catch (error) {
    if (!givenUp.signal.aborted) complain(error);
    process.exit(givenUp.signal.aborted ? 0 : 1);
  }
  if (!isProgram) await greet(server.url, config.demo && config.role !== 'worker');
}

function readConfig() {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    process.exitCode = 1;
    return null;
  }
}

async function greet(url: string, demo: boolean): Promise<void> {
  say(`\nAtalaya runs at ${url}`);
  if (!demo) return;
  const { demoPassword, demoSignIns } = await import('@atalaya/db/demo');
  say(`\nDemo sign-ins, all with the password ${demoPassword}:`);
  for (const [role, { email }] of Object.entries(demoSignIns)) say(`  ${role.padEnd(11)} ${email}`);
  say('\nStop with Ctrl+C.\n');
}

/** What nobody caught leaves the process in a state that nobody knows: write it down and end. */
function dieInOrder(running: () => RunningServer | undefined): void {
  let dying = false;
  const die = async (error: unknown, kind: string) => {
    if (dying) return;
    dying = true;
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 6_000).unref();
    const server = running();
    if (server)
      server.log.error({ err: error, kind }, 'the server ends because of an error nobody caught');
    else complain(error);
    await server?.stop();
    process.exit(1);
  };
  process.on('uncaughtException', (error) => void die(error, 'exception'));
  process.on('unhandledRejection', (reason) => void die(reason, 'rejection'));
}

function complain(error: unknown): void {
  const known = error instanceof Error && sentences.has(error.name);
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
