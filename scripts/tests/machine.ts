import { spawnSync } from 'node:child_process';
import { chromiumOnPath } from '../../e2e/support/chromium.ts';
import { run, tool } from '../run.ts';

/** Debian keeps nginx where only root's PATH leads. */
const has = (program: string) =>
  spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v ${program}`]).status ===
  0;

/**
 * Sees to it that Chromium, Redis and nginx, which some tests need, are on this machine: as root on Debian
 * they are installed, elsewhere Playwright fetches its own Chromium.
 * @returns what is still missing, one sentence each on how to get it.
 */
export async function prepareMachine(): Promise<string[]> {
  const wanted = [
    ...(chromiumOnPath() ? [] : ['chromium']),
    ...(has('redis-server') ? [] : ['redis-server']),
    ...(has('nginx') ? [] : ['nginx-light']),
    ...(has('openssl') ? [] : ['openssl']),
  ];
  if (wanted.length > 0 && process.getuid?.() === 0 && has('apt-get')) await install(wanted);
  const missing: string[] = [];
  if (!chromiumOnPath() && (await run(tool('playwright'), ['install', 'chromium'])) !== 0) {
    missing.push('Chromium is missing: install it (Debian: apt-get install chromium).');
  }
  if (!has('redis-server')) {
    missing.push(
      'redis-server is missing: install it (Debian: apt-get install redis-server; macOS: brew install redis).',
    );
  }
  for (const program of ['nginx', 'openssl']) {
    if (has(program)) continue;
    missing.push(
      `${program} is missing: install it (Debian: apt-get install ${program}; macOS: brew install ${program}).`,
    );
  }
  return missing;
}

async function install(packages: string[]): Promise<void> {
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${packages.join(', ')} for the tests.`);
  await run('apt-get', ['update', '-qq'], { environment });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    environment,
  });
}
