import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';

const here = import.meta.dirname;

/** One file that Electron loads: everything in it but Electron and Node themselves. */
const programFile = (entry: string, name: string, outDir: string): InlineConfig => ({
  configFile: false,
  root: here,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: join(here, entry),
    outDir,
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: name, codeSplitting: false },
    },
  },
});

/** Builds main process and preload. CommonJS: a sandboxed preload can be nothing else. */
export async function buildProgram(outDir = join(here, 'dist-electron')): Promise<void> {
  await build(programFile('main/index.ts', 'main.cjs', outDir));
  await build(programFile('preload/index.ts', 'preload.cjs', outDir));
}

if (import.meta.main) {
  await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' });
  await buildProgram();
}
