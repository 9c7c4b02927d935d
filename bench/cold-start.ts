import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './children.ts';
import { median } from './process-figures.ts';

/** from an empty data folder to ready, embedded database and migrations included; and again. */
export async function coldStart({
  runs,
  print,
}: {
  runs: number;
  print: (text: string) => void;
}): Promise<void> {
  const first: number[] = [];
  const later: number[] = [];
  for (let run = 0; run < runs; run++) {
    const folder = await mkdtemp(join(tmpdir(), 'atalaya-cold-'));
    for (const times of [first, later]) {
      const server = await startProcess(
        'apps/server/src/main.ts',
        { DATA_DIR: folder, DEMO: '0', PORT: '0', LOG_LEVEL: 'warn' },
        /Atalaya runs at http:\/\/[\w.]+:(\d+)/,
      );
      times.push(server.readyAfter);
      await server.stop();
    }
    await rm(folder, { recursive: true, force: true });
  }
  print('\nQ-06  cold start to ready, ms');
  print(`  empty data folder${median(first).toFixed(0).padStart(42)}`);
  print(`  second start${median(later).toFixed(0).padStart(47)}`);
}
