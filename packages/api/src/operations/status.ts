import type { Context } from '../context.ts';
import { readDatabase } from './database.ts';
import type { DatabaseStatus, DomainHealth, SystemStatus } from './schemas.ts';

/** More waiting jobs than this and something does not keep up. */
const longQueue = 1_000;
/** A part that does not answer must not hold the whole answer back. */
const patienceMs = 2_000;

/** How this node and what it stands on are doing; a part that is down is told as down. */
export async function readStatus(ctx: Context): Promise<SystemStatus> {
  const { node, clock, connections, hub, bus, host } = ctx;
  const figures = host.figures();
  const [database, queueDepth, deadLetters] = await Promise.all([
    orNull(ctx, 'database', readDatabase(ctx.pool, figures.databasePool)),
    orNull(ctx, 'jobs', ctx.jobs.depth()),
    orNull(ctx, 'jobs', ctx.jobs.deadLetters()),
  ]);
  const uptimeSeconds = Math.max(0, (clock.now().getTime() - node.startedAt.getTime()) / 1000);
  return {
    node: { id: node.id, version: node.version, startedAt: node.startedAt, uptimeSeconds },
    process: {
      eventLoopDelayMs: figures.eventLoopDelayMs,
      memoryBytes: figures.memoryBytes,
      cpuSeconds: figures.cpuSeconds,
    },
    sockets: connections.count,
    topics: hub.topics,
    database,
    queueDepth,
    deadLetters,
    bus: { spansNodes: bus.spansNodes, connected: bus.connected() },
    health: healthOf({
      database,
      queueDepth,
      busConnected: bus.connected(),
      mailConfigured: ctx.mailer.configured,
    }),
    versions: { atalaya: node.version, ...figures.versions },
  };
}

interface Signs {
  database: DatabaseStatus | null;
  queueDepth: number | null;
  busConnected: boolean;
  mailConfigured: boolean;
}

/** What the signs mean for each domain. */
export function healthOf(signs: Signs): DomainHealth[] {
  const { database, queueDepth, busConnected, mailConfigured } = signs;
  const full = database ? database.connections.active / database.connections.limit > 0.9 : false;
  return [
    database
      ? verdict('database', full ? 'system.health.connectionsScarce' : null)
      : verdict('database', 'system.health.noAnswer', 'down'),
    verdict('bus', busConnected ? null : 'system.health.otherNodesUnheard'),
    queueDepth === null
      ? verdict('jobs', 'system.health.noAnswer', 'down')
      : verdict('jobs', queueDepth > longQueue ? 'system.health.longQueue' : null),
    verdict('mail', mailConfigured ? null : 'system.health.mailToFolder'),
    database
      ? verdict('live', busConnected ? null : 'system.health.liveByRows')
      : verdict('live', 'system.health.noAnswer', 'down'),
  ];
}

const verdict = (
  domain: DomainHealth['domain'],
  reasonKey: string | null,
  whenNot: 'degraded' | 'down' = 'degraded',
): DomainHealth => ({ domain, status: reasonKey ? whenNot : 'ok', reasonKey });

async function orNull<Value>(
  ctx: Context,
  part: string,
  reading: Promise<Value>,
): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${part} did not answer in time`)), patienceMs);
  });
  try {
    return await Promise.race([reading, tooLate]);
  } catch (error) {
    ctx.log.warn({ err: error, part }, 'status could not be read');
    return null;
  } finally {
    clearTimeout(timer);
  }
}
