import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from '@atalaya/db';
import { createTestDatabase } from '@atalaya/db/testing';
import { inject } from 'vitest';
import { createMemoryBus } from '../../../../apps/server/src/adapters/bus-memory.ts';
import { createMemoryLimiter } from '../../../../apps/server/src/adapters/rate-limiter.ts';
import type { Ports, Services } from '../context.ts';
import { bareHost } from '../ports/host.ts';
import { silentLog } from '../ports/log.ts';
import { silentMetrics } from '../ports/metrics.ts';
import { noPages } from '../ports/pages.ts';
import { noPush } from '../ports/push.ts';
import { createServices, startServices, stopServices } from '../services.ts';
import { MemoryFiles, MemoryUploads } from './files.ts';
import { jobsOnDemand } from './jobs.ts';
import { ManualClock } from './manual-clock.ts';
import { Postbox } from './postbox.ts';

/** An installation of its own for one test file: a fresh database, one node, a clock to move. */
export interface World extends AsyncDisposable {
  services: Services;
  clock: ManualClock;
  postbox: Postbox;
  files: MemoryFiles;
  uploads: MemoryUploads;
  databaseUrl: string;
  /** Another node of the same installation: same database, same bus. */
  addNode(): Promise<Services>;
  close(): Promise<void>;
}

/** Makes a world on the run's PostgreSQL. Close it after the tests. `ports` replaces some of its ports. */
export async function createWorld(ports: Partial<Ports> = {}): Promise<World> {
  const database = await createTestDatabase(inject('clusterUrl'));
  const { prisma, pool, close: disconnect } = connect({ url: database.url });
  const clock = new ManualClock();
  const postbox = new Postbox();
  const bus = createMemoryBus(silentLog);
  const jobs = jobsOnDemand(database.url);
  const limiter = createMemoryLimiter();
  const files = new MemoryFiles();
  const uploads = new MemoryUploads();
  const nodes: Services[] = [];
  const common = {
    db: prisma,
    pool,
    bus,
    jobs,
    host: bareHost,
    files,
    uploads,
    mailer: postbox,
    push: noPush,
    pageReader: noPages,
    limiter,
    clock,
    log: silentLog,
    metrics: silentMetrics,
    publicUrl: 'http://atalaya.test',
    secretKey: randomBytes(32),
    ...ports,
  };

  async function addNode(): Promise<Services> {
    const services = createServices({
      ...common,
      node: { id: randomUUID(), version: '0.0.0', startedAt: clock.now() },
    });
    await startServices(services);
    nodes.push(services);
    return services;
  }

  async function close(): Promise<void> {
    for (const node of nodes) await stopServices(node);
    await jobs.close();
    limiter.close();
    await bus.close();
    await disconnect();
    await database.drop();
  }

  const services = await addNode();
  return {
    services,
    clock,
    postbox,
    files,
    uploads,
    databaseUrl: database.url,
    addNode,
    close,
    [Symbol.asyncDispose]: close,
  };
}
