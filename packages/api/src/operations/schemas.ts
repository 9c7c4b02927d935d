import { z } from 'zod';

export const systemHealth = z.object({
  status: z.literal('ok'),
  version: z.string(),
  time: z.date(),
});

export const domainHealth = z.object({
  domain: z.enum(['database', 'bus', 'jobs', 'mail', 'live']),
  /** `degraded`: works with less, such as mails that are only written to a folder. */
  status: z.enum(['ok', 'degraded', 'down']),
  /** Key of the sentence that says why; null when all is well. */
  reasonKey: z.string().nullable(),
});
export type DomainHealth = z.infer<typeof domainHealth>;

const milliseconds = z.number().min(0);
const bytes = z.number().int().min(0);
const count = z.number().int().min(0);

export const slowQuery = z.object({
  /** Its shape with literals taken out; never the values of people's data. */
  query: z.string(),
  milliseconds,
  state: z.string(),
  waitingFor: z.string().nullable(),
});

export const databaseStatus = z.object({
  version: z.string(),
  sizeBytes: bytes,
  connections: z.object({ active: count, idle: count, limit: count }),
  pool: z.object({ total: count, idle: count, waiting: count }),
  /** Part of the reads that found their page in memory, 0 to 1; null before anything was read. */
  cacheHitRatio: z.number().min(0).max(1).nullable(),
  slowQueries: z.array(slowQuery),
});
export type DatabaseStatus = z.infer<typeof databaseStatus>;

export const systemStatus = z.object({
  node: z.object({
    id: z.string(),
    version: z.string(),
    startedAt: z.date(),
    uptimeSeconds: z.number().min(0),
  }),
  process: z.object({
    eventLoopDelayMs: z.object({ mean: milliseconds, p99: milliseconds, max: milliseconds }),
    memoryBytes: z.object({ rss: bytes, heapUsed: bytes, heapTotal: bytes, external: bytes }),
    cpuSeconds: z.number().min(0),
  }),
  /** Open WebSockets and live topics of this node. */
  sockets: count,
  topics: count,
  /** Null while the database does not answer. */
  database: databaseStatus.nullable(),
  /** Waiting jobs over all queues; null while they cannot be counted. */
  queueDepth: count.nullable(),
  /** Jobs that failed for good; null while they cannot be counted. */
  deadLetters: count.nullable(),
  bus: z.object({ spansNodes: z.boolean(), connected: z.boolean() }),
  health: z.array(domainHealth),
  versions: z.record(z.string(), z.string()),
});
export type SystemStatus = z.infer<typeof systemStatus>;

export const secretsOutput = z.array(
  z.object({
    name: z.string(),
    status: z.enum(['set', 'notSet', 'weak']),
    source: z.enum(['environment', 'file', 'none']),
  }),
);

// Jobs ----------------------------------------------------------------------

/** A job that failed as often as it may. What it was about is not told: that may be anybody. */
export const deadLetter = z.object({
  id: z.uuid(),
  /** The kind of job, such as `notifications.mail`. */
  name: z.string(),
  createdAt: z.date(),
  failedAt: z.date(),
  tries: count,
  error: z.string(),
});
export const deadLetterList = z.object({
  /** The newest first. */
  items: z.array(deadLetter),
  /** All of them, also those that are not in the list. */
  total: count,
});
export const jobIdsInput = z.object({ ids: z.array(z.uuid()).min(1).max(200) });
/** How many of them there still were. */
export const jobsHandled = z.object({ count });
