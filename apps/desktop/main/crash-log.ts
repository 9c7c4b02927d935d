import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const largest = 1_000_000;

/** A file of what went wrong in the program, for whoever is asked to help. */
export interface CrashLog {
  readonly path: string;
  write(what: string, detail: unknown): void;
}

export function createCrashLog(folder: string, now: () => Date): CrashLog {
  const path = join(folder, 'crash.log');
  return {
    path,
    write(what, detail) {
      const error =
        detail instanceof Error ? { message: detail.message, stack: detail.stack } : detail;
      try {
        mkdirSync(folder, { recursive: true });
        if (sizeOf(path) > largest) renameSync(path, `${path}.old`);
        appendFileSync(
          path,
          `${JSON.stringify({ at: now().toISOString(), what, detail: error })}\n`,
        );
      } catch {
        // A full disk must not bring down what still runs.
      }
    },
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
