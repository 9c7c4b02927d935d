import { isIP } from 'node:net';
import { resolve } from 'node:path';
import proxyAddress from '@fastify/proxy-addr';
import { z } from 'zod';

/** An empty variable is one that was not set: deployments blank what they do not use. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const address = (protocols: string[], error: string) =>
  optional(
    z.string().refine((text) => {
      const url = URL.parse(text);
      return url !== null && protocols.includes(url.protocol) && url.hostname !== '';
    }, error),
  );

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const wholeNumber = (minimum: number, maximum: number, error: string) =>
  optional(
    z
      .string()
      .regex(/^\d{1,9}$/, error)
      .transform(Number)
      .pipe(z.number().min(minimum, error).max(maximum, error)),
  );

const portError = 'must be a whole number from 0 to 65535';
const hostError = 'must be an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0';
const corsError =
  'must be a list of origins such as https://app.example.org,https://admin.example.org (no paths)';
const trustError =
  'must be the number of proxies in front of the server, or a list of their addresses such as 10.0.0.0/8,loopback';
const mailFromError = 'must be an address such as Atalaya <no-reply@example.org>';
const keyError = 'must have at least 16 characters; best are 32 random bytes: openssl rand -hex 32';
const bucketError = 'must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens';
const tokenError = 'must have at least 12 characters without blanks: openssl rand -hex 24';

/** Whose word about a caller's address is believed: of so many proxies, or of those at these addresses. */
const trustProxy = z.string().transform((text, ctx): TrustProxy => {
  if (/^\d{1,2}$/.test(text)) return { hops: Number(text) };
  const addresses = list(text);
  try {
    proxyAddress.compile(addresses);
  } catch {
    ctx.addIssue({ code: 'custom', message: trustError });
  }
  return { addresses };
});
export type TrustProxy = { hops: number } | { addresses: string[] };

/** Every variable that the server reads. Messages say what the value must be. */
const variables = z.object({
  PORT: wholeNumber(0, 65_535, portError),
  HOST: optional(
    z.string().refine((text) => isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text), {
      error: hostError,
    }),
  ),
  DATA_DIR: optional(z.string().transform((path) => resolve(path))),
  DATABASE_URL: address(
    ['postgres:', 'postgresql:'],
    'must be the address of a PostgreSQL database: postgresql://user:password@host:5432/name',
  ),
  REDIS_URL: address(['redis:', 'rediss:'], 'must be the address of a Redis: redis://host:6379'),
  SMTP_URL: address(
    ['smtp:', 'smtps:'],
    'must be the address of a mail server: smtp://user:password@host:587',
  ),
  MAIL_FROM: optional(
    z.string().regex(/^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, mailFromError),
  ),
  PUSH_PRIVATE: optional(z.enum(['0', '1'], { error: 'must be 0 or 1' })),
  PUBLIC_URL: address(
    ['http:', 'https:'],
    'must be the address at which people reach Atalaya: https://community.example.org',
  ),
  DEMO: optional(z.enum(['0', '1'], { error: 'must be 0 or 1' })),
  LOG_LEVEL: optional(
    z.enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' }),
  ),
  NODE_ENV: optional(
    z.enum(['development', 'production', 'test'], {
      error: 'must be development, production or test',
    }),
  ),
  SECRET_KEY: optional(z.string().min(16, keyError)),
  TRUST_PROXY: optional(trustProxy),
  CORS_ORIGINS: optional(
    z
      .string()
      .transform(list)
      .refine((origins) => origins.every(isOrigin), corsError),
  ),
  METRICS_TOKEN: optional(z.string().regex(/^\S{12,}$/, tokenError)),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(
    ['http:', 'https:'],
    'must be the address of a collector: http://localhost:4318',
  ),
  UPLOAD_DIR: optional(z.string().transform((path) => resolve(path))),
  S3_ENDPOINT: address(
    ['http:', 'https:'],
    'must be the address of an S3-compatible store: https://s3.example.org',
  ),
  S3_BUCKET: optional(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, bucketError)),
  S3_REGION: optional(z.string().regex(/^[\w-]{1,40}$/, 'must be a region such as eu-west-1')),
  S3_ACCESS_KEY: optional(z.string()),
  S3_SECRET_KEY: optional(z.string()),
  ROLE: optional(z.enum(['all', 'web', 'worker'], { error: 'must be all, web or worker' })),
});

const storeVariables = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const;

/** The same, and what must be set together. */
export const environment = variables.superRefine((read, ctx) => {
  if (storeVariables.every((name) => read[name] === undefined)) return;
  for (const name of storeVariables) {
    if (read[name] !== undefined) continue;
    const message = `must be set, as the others of ${storeVariables.join(', ')} are`;
    ctx.addIssue({ code: 'custom', path: [name], message, input: read });
  }
});

const isOrigin = (text: string) => {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.origin === text;
};
