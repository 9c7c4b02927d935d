import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes `.br` and `.gz` beside every text file of the build, for the server to send as they are. */
export function precompressed(): Plugin {
  return {
    name: 'atalaya:precompressed',
    apply: 'build',
    // After everything is on disk: Vite itself changes the bundle until the last moment.
    async writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(js|css|svg|html|webmanifest)$/.test(fileName)) continue;
        const path = join(dir, fileName);
        const bytes = await readFile(path);
        if (bytes.length < 1024) continue;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
        await writeFile(`${path}.br`, await brotli(bytes, quality));
        await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }));
      }
    },
  };
}
