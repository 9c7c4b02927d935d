import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const repository = fileURLToPath(new URL('..', import.meta.url));

/** The program of a dependency of the root. */
export const tool = (name: string): string => join(repository, 'node_modules/.bin', name);

export interface RunOptions {
  cwd?: string;
  environment?: Record<string, string>;
}

/** Runs a program on this terminal; gives its exit code, 1 where a signal ended it. */
export async function run(
  program: string,
  parameters: readonly string[],
  { cwd = repository, environment = {} }: RunOptions = {},
): Promise<number> {
  const child = spawn(program, parameters, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** Runs a program unseen; gives its exit code and what it wrote. */
export async function runQuietly(
  program: string,
  parameters: readonly string[],
  { cwd = repository, environment = {} }: RunOptions = {},
): Promise<{ code: number; output: string }> {
  const child = spawn(program, parameters, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      output += part;
    });
  }
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}
