import { startTestCluster } from '../testing.ts';

/** A test run that never ends, for the test that kills it. */
const { url, folder } = await startTestCluster();
process.stdout.write(`${JSON.stringify({ url, folder })}\n`);
setInterval(() => undefined, 60_000);
