import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secretKeyOf, secretsStatus } from './config/secrets.ts';
import { ConfigError, loadConfig } from './config.ts';
import { testConfig } from './testing/config.ts';

const linesOf = (env: NodeJS.ProcessEnv) => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
};

test('OPS-04: every variable has a default, and blank ones count as not set', () => {
  const config = loadConfig({ PORT: '', SMTP_URL: '', TRUST_PROXY: '' });
  expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', demo: true, role: 'all' });
  expect(config.trustProxy).toBeNull();
});

test('OPS-04: all wrong variables are told at once, with one line each', () => {
  const lines = linesOf({
    PORT: 'http',
    DEMO: 'yes',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'community.example.org',
    CORS_ORIGINS: 'https://a.example/path',
    TRUST_PROXY: 'everybody',
    ROLE: 'boss',
  });
  expect(lines).toEqual([
    'PORT must be a whole number from 0 to 65535, but it is "http".',
    'PUBLIC_URL must be the address at which people reach Atalaya: https://community.example.org, but it is "community.example.org".',
    'DEMO must be 0 or 1, but it is "yes".',
    'LOG_LEVEL must be debug, info, warn or error, but it is "loud".',
    'TRUST_PROXY must be the number of proxies in front of the server, or a list of their addresses such as 10.0.0.0/8,loopback, but it is "everybody".',
    'CORS_ORIGINS must be a list of origins such as https://app.example.org,https://admin.example.org (no paths), but it is "https://a.example/path".',
    'ROLE must be all, web or worker, but it is "boss".',
  ]);
});

test('OPS-04: lines about secrets do not hold their values', () => {
  const lines = linesOf({
    DATABASE_URL: 'mysql://u:hunter2@db/x',
    REDIS_URL: 'hunter2',
    SECRET_KEY: 'hunter2',
    METRICS_TOKEN: 'hunter2',
  });
  expect(lines).toHaveLength(4);
  expect(lines.join()).not.toContain('hunter2');
});

test.each(['65536', '-1', '3000.5', ' 80', '0x50'])('OPS-04: PORT=%s is refused', (PORT) => {
  expect(linesOf({ PORT })).toHaveLength(1);
});

test('OPS-22: demo data is off in production unless it is asked for', () => {
  expect(loadConfig({ NODE_ENV: 'production' }).demo).toBe(false);
  expect(loadConfig({ NODE_ENV: 'production', DEMO: '1' }).demo).toBe(true);
  expect(loadConfig({ DEMO: '0' }).demo).toBe(false);
});

test('CHAT-40, OPS-22: a store for files is set as a whole or not at all', () => {
  const whole = {
    S3_ENDPOINT: 'http://store:3900',
    S3_BUCKET: 'atalaya',
    S3_ACCESS_KEY: 'GK31c2f218a2e44f485b94239e',
    S3_SECRET_KEY: 'b892c0665f0ada8a4755dae98baa3b13',
  };
  expect(loadConfig({}).s3).toBeNull();
  expect(loadConfig({ S3_ENDPOINT: '', S3_BUCKET: '' }).s3).toBeNull();
  expect(loadConfig(whole).s3).toEqual({
    endpoint: 'http://store:3900',
    bucket: 'atalaya',
    region: 'us-east-1',
    accessKey: whole.S3_ACCESS_KEY,
    secretKey: whole.S3_SECRET_KEY,
  });
  const { S3_BUCKET: _, ...part } = whole;
  expect(linesOf(part)).toEqual([expect.stringMatching(/^S3_BUCKET must be set/)]);
  const wrong = linesOf({ ...whole, S3_BUCKET: 'A B', S3_ENDPOINT: 'store:3900' });
  expect(wrong).toHaveLength(2);
  expect(wrong.join()).not.toContain(whole.S3_SECRET_KEY);
});

test('OPS-04: the secret key is made on the first start, for its owner only, and stays', async () => {
  const config = testConfig();
  const [first, other] = await Promise.all([secretKeyOf(config), secretKeyOf(config)]);
  expect(first).toHaveLength(32);
  expect(other).toEqual(first);
  expect(await secretKeyOf(config)).toEqual(first);
  const file = join(config.dataDir, 'secret.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim()).toBe(first.toString('hex'));
});

test('OPS-04: a damaged key file is not replaced by a new key', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'atalaya-key-'));
  writeFileSync(join(dataDir, 'secret.key'), 'half a k');
  await expect(secretKeyOf(testConfig({ dataDir }))).rejects.toThrow(/bring the right file back/);
});

test('OPS-04: the same key in hex and in base64 gives the same bytes', async () => {
  const hex = 'b3'.repeat(16) + '7f'.repeat(16);
  const base64 = Buffer.from(hex, 'hex').toString('base64');
  const [a, b] = await Promise.all(
    [hex, base64].map((secretKey) => secretKeyOf(testConfig({ secretKey }))),
  );
  expect(a).toEqual(b);
});

test('OPS-04: secrets are told as set, not set or weak, never with their value', () => {
  const status = secretsStatus(
    testConfig({
      secretKey: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      databaseUrl: 'postgresql://atalaya:Zk3vq9TtX0pWmL@db/atalaya',
      metricsToken: 'shortish-token',
    }),
  );
  expect(status).toEqual([
    { name: 'SECRET_KEY', status: 'weak', source: 'environment' },
    { name: 'DATABASE_URL', status: 'set', source: 'environment' },
    { name: 'REDIS_URL', status: 'notSet', source: 'none' },
    { name: 'SMTP_URL', status: 'notSet', source: 'none' },
    { name: 'S3_SECRET_KEY', status: 'notSet', source: 'none' },
    { name: 'METRICS_TOKEN', status: 'weak', source: 'environment' },
  ]);
  expect(secretsStatus(testConfig())[0]).toMatchObject({ status: 'set', source: 'file' });
});
