import { createPageReader } from '../adapters/page-reader.ts';
import { loadConfig } from '../config.ts';
import { startServer } from '../serve.ts';
import { onStopSignals } from '../signals.ts';

/*
 * The real server as a program, but links may lead to pages on this machine, where tests have theirs, and are
 * waited for. The program that people start has no such switch.
 */
const server = await startServer(loadConfig(process.env), {
  terminal: process.stdout,
  pageReader: createPageReader({
    version: 'test',
    admits: (address) => address === '127.0.0.1',
    // A test holds an answer back until its people are where it wants them.
    timeoutMs: 40_000,
  }),
});
onStopSignals(() => server.stop());
