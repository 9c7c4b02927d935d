import { resolve } from 'node:path';
import { connect } from '../connect.ts';
import { purgeDemo } from '../demo/purge.ts';

/** `demo:purge`: removes the demo accounts and what they wrote from the database of DATABASE_URL, or the built-in one in DATA_DIR. */
// pnpm runs scripts in the package's folder; a relative DATA_DIR is meant from where the person stands.
const { DATABASE_URL, DATA_DIR = './data', INIT_CWD = '.' } = process.env;
try {
  const { url, stop } = DATABASE_URL
    ? { url: DATABASE_URL, stop: async () => undefined }
    : await (await import('../embedded.ts')).startEmbedded({
        dataDir: resolve(INIT_CWD, DATA_DIR),
      });
  const database = connect({ url, poolSize: 1 });
  try {
    const { people, messages, organisations } = await purgeDemo(database);
    console.log(
      people === 0
        ? 'There is no demo data here; nothing was changed.'
        : `Removed ${people} demo people, ${messages} messages and ${organisations} organisations. The audit log keeps what it recorded.`,
    );
  } finally {
    await database.close();
    await stop();
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
