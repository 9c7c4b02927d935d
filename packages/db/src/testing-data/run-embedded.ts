import { startEmbedded } from '../embedded.ts';

/** A server that does nothing but run the database in the folder named, for tests that kill it. */
try {
  const database = await startEmbedded({ dataDir: process.argv[2] ?? '' });
  process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ url: database.url, pid: database.pid })}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  // No line break: the test takes a line for success.
  process.stdout.write((error as Error).message);
  process.exitCode = 1;
}
