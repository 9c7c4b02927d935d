import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config.ts';

/** An empty data folder in which also PostgreSQL's own user finds its way, where root runs the tests. */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-server-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** A configuration for a server on any free port with a data folder of its own and nothing else. */
export function testConfig(changes: Partial<Config> = {}): Config {
  const config = loadConfig({ PORT: '0', DEMO: '0', LOG_LEVEL: 'warn' });
  return { ...config, dataDir: changes.dataDir ?? newDataFolder(), ...changes };
}
