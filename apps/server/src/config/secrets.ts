import { createHash, randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretStatus } from '@atalaya/api';
import type { Config } from '../config.ts';

const keyFile = 'secret.key';

/** The key file cannot be used. The message says what to do. */
export class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
}

/**
 * The 32 bytes from which all keys are derived: from the environment, else from the data folder,
 * where they are made on the first start. Throws `SecretKeyError` when that file is damaged.
 */
export async function secretKeyOf(config: Config): Promise<Buffer> {
  if (config.secretKey !== null) return keyFromText(config.secretKey);
  const path = join(config.dataDir, keyFile);
  const made = await makeKeyFile(path);
  const text = made ?? (await readFile(path, 'utf8')).trim();
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  throw new SecretKeyError(
    `${path} does not hold a key any more: bring the right file back. Deleting it signs everybody out and makes what was encrypted with it unreadable.`,
  );
}

/** Null when the file is there already, perhaps because another process was quicker. */
async function makeKeyFile(path: string): Promise<string | null> {
  const text = randomBytes(32).toString('hex');
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}

function keyFromText(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const decoded = Buffer.from(text, 'base64');
  const isBase64 = decoded.length === 32 && /^[\w+/-]{43}=?$/.test(text);
  return isBase64 ? decoded : createHash('sha256').update(text).digest();
}

/** Which secrets are set, not set or weak. Holds no value and no part of one. */
export function secretsStatus(config: Config): SecretStatus[] {
  return [
    { ...judge('SECRET_KEY', config.secretKey ?? '', 32), ...fromFile(config) },
    judge('DATABASE_URL', passwordOf(config.databaseUrl), 12),
    judge('REDIS_URL', passwordOf(config.redisUrl), 12),
    judge('SMTP_URL', passwordOf(config.smtpUrl), 8),
    judge('S3_SECRET_KEY', config.s3?.secretKey ?? '', 20),
    judge('METRICS_TOKEN', config.metricsToken ?? '', 24),
  ];
}

const fromFile = (config: Config) =>
  config.secretKey === null ? ({ status: 'set', source: 'file' } as const) : {};

function judge(name: string, secret: string, length: number): SecretStatus {
  if (secret === '') return { name, status: 'notSet', source: 'none' };
  // Repeated or counted-up characters are long without being hard to guess.
  const weak = secret.length < length || new Set(secret).size < Math.min(8, length / 2);
  return { name, status: weak ? 'weak' : 'set', source: 'environment' };
}

function passwordOf(url: string | null): string {
  return url === null ? '' : (URL.parse(url)?.password ?? '');
}
