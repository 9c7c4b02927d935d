import { resolve } from 'node:path';
import type { LevelWithSilent } from 'pino';
import type { z } from 'zod';
import { environment, type TrustProxy } from './config/schema.ts';

/** What the environment says, checked, with every default filled in. */
export interface Config {
  /** 0: any free one. */
  port: number;
  host: string;
  dataDir: string;
  /** Null: the built-in PostgreSQL in the data folder. */
  databaseUrl: string | null;
  redisUrl: string | null;
  smtpUrl: string | null;
  mailFrom: string;
  /** Whether pushes go to services inside the own network, too. */
  pushPrivate: boolean;
  /** Without a slash at the end. Null: the address that the server listens on. */
  publicUrl: string | null;
  demo: boolean;
  production: boolean;
  logLevel: LevelWithSilent;
  /** Null: the one in the data folder, made on the first start. */
  secretKey: string | null;
  trustProxy: TrustProxy | null;
  corsOrigins: string[];
  metricsToken: string | null;
  tracesUrl: string | null;
  /** Where uploads grow, the same folder on all nodes. Null: in the data folder. */
  uploadDir: string | null;
  /** Where files are kept. Null: in the data folder. */
  s3: S3Config | null;
  /** `web` answers calls, `worker` does jobs, `all` does both. */
  role: 'all' | 'web' | 'worker';
}

export interface S3Config {
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

/** One or more variables are wrong. `lines` has one clear line for each, without any secret. */
export class ConfigError extends Error {
  readonly lines: string[];

  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

/** Their values hold passwords or keys: they are never repeated. */
const secretVariables = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'SECRET_KEY',
  'METRICS_TOKEN',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
]);

/** Reads the configuration from the environment. Throws `ConfigError` with a line per wrong variable. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw new ConfigError(explain(parsed.error.issues, env));
  const read = parsed.data;
  const production = read.NODE_ENV === 'production';
  return {
    port: read.PORT ?? 3000,
    host: read.HOST ?? '127.0.0.1',
    dataDir: read.DATA_DIR ?? resolve('data'),
    databaseUrl: read.DATABASE_URL ?? null,
    redisUrl: read.REDIS_URL ?? null,
    smtpUrl: read.SMTP_URL ?? null,
    mailFrom: read.MAIL_FROM ?? 'Atalaya <no-reply@localhost>',
    publicUrl: read.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    pushPrivate: read.PUSH_PRIVATE === '1',
    // Nobody should find demo accounts in production because they forgot a variable.
    demo: read.DEMO === undefined ? !production : read.DEMO === '1',
    production,
    logLevel: read.LOG_LEVEL ?? 'info',
    secretKey: read.SECRET_KEY ?? null,
    trustProxy: read.TRUST_PROXY ?? null,
    corsOrigins: read.CORS_ORIGINS ?? [],
    metricsToken: read.METRICS_TOKEN ?? null,
    tracesUrl: read.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '') ?? null,
    uploadDir: read.UPLOAD_DIR ?? null,
    s3: storeOf(read),
    role: read.ROLE ?? 'all',
  };
}

function storeOf(read: z.infer<typeof environment>): S3Config | null {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY, S3_SECRET_KEY } = read;
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY || !S3_SECRET_KEY) return null;
  return {
    endpoint: S3_ENDPOINT,
    bucket: S3_BUCKET,
    region: S3_REGION ?? 'us-east-1',
    accessKey: S3_ACCESS_KEY,
    secretKey: S3_SECRET_KEY,
  };
}

function explain(issues: { path: PropertyKey[]; message: string }[], env: NodeJS.ProcessEnv) {
  const lines = new Map<string, string>();
  for (const { path, message } of issues) {
    const name = String(path[0]);
    const value = secretVariables.has(name) ? '' : `, but it is ${JSON.stringify(env[name])}`;
    if (!lines.has(name)) lines.set(name, `${name} ${message}${value}.`);
  }
  return [...lines.values()];
}
