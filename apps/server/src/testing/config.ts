import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config.ts';

/** A configuration for a server on any free port with a data folder of its own and nothing else. */
export function testConfig(changes: Partial<Config> = {}): Config {
  const dataDir = mkdtempSync(join(tmpdir(), 'atalaya-server-'));
  return { ...loadConfig({ PORT: '0', DEMO: '0', LOG_LEVEL: 'warn' }), dataDir, ...changes };
}
