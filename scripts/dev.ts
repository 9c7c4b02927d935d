import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repository, run } from './run.ts';

/** `pnpm dev`: the server, restarted when its code changes, and the web client with live reload. */
if ((await run(process.execPath, ['packages/db/src/cli/generate.ts'])) !== 0) process.exit(1);

const web = join(repository, 'apps/web');
const port = process.env.PORT ?? '3000';
const env = { ...process.env, PORT: port, ATALAYA_SERVER: `http://127.0.0.1:${port}` };
const server = ['--watch', '--watch-preserve-output', 'apps/server/src/main.ts'];
const vite = [join(web, 'node_modules/vite/bin/vite.js')];
const children = [start(server, repository), start(vite, web)];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM');
  });
}
const codes = await Promise.all(children.map(ended));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;

function start(parameters: string[], cwd: string): ChildProcess {
  return spawn(process.execPath, parameters, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The exit code. When one ends, the other has nothing left to do. */
async function ended(child: ChildProcess): Promise<number> {
  const [code] = await once(child, 'exit');
  for (const other of children) if (other !== child) other.kill('SIGTERM');
  return typeof code === 'number' ? code : 0;
}
