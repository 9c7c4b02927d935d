import { join } from 'node:path';
import {
  createServices,
  type FileStore,
  type Metrics,
  type NodeInfo,
  type PageReader,
  type Ports,
  type Services,
  startServices,
  startWorkers,
  systemClock,
} from '@atalaya/api';
import { connect, type Database } from '@atalaya/db';
import { applyMigrations } from '@atalaya/db/migrate';
import { createMemoryBus } from './adapters/bus-memory.ts';
import { createDiskStore } from './adapters/files-disk.ts';
import { createDiskUploads, type DiskUploads } from './adapters/files-uploads.ts';
import { startJobs } from './adapters/jobs.ts';
import type { ProcessLog } from './adapters/log.ts';
import { createMailer } from './adapters/mailer.ts';
import { createMetrics, type ProcessMetrics } from './adapters/metrics.ts';
import { createPageReader } from './adapters/page-reader.ts';
import { createPush } from './adapters/push.ts';
import { createMemoryLimiter } from './adapters/rate-limiter.ts';
import { secretKeyOf, secretsStatus } from './config/secrets.ts';
import type { Config } from './config.ts';
import type { OpenDatabase } from './database.ts';
import { fillDemo, refuseDemoAccounts } from './demo.ts';
import { createPeers, type Peers } from './http/peers.ts';
import { Readiness } from './http/readiness.ts';
import type { ServedClient } from './http/web.ts';
import { createHttp, listen } from './http.ts';
import { type Parts, stopParts } from './parts.ts';
import type { Phase } from './phases.ts';
import { createSockets } from './ws.ts';

interface AssemblyOptions {
  config: Config;
  /** The real path of the data folder. */
  folder: string;
  node: NodeInfo;
  log: ProcessLog;
  phase: Phase;
  /** Instead of the one that asks what is public and nothing else. */
  pageReader: PageReader | undefined;
  database: Promise<OpenDatabase>;
}

/** Puts a server together from its parts, and takes it apart again, however far it came. */
export class Assembly {
  readonly #options: AssemblyOptions;
  readonly #parts: Parts;
  readonly #readiness = new Readiness();
  readonly #metrics: ProcessMetrics;
  readonly #peers: Peers;
  readonly #uploads: DiskUploads;
  #url = '';

  constructor(options: AssemblyOptions) {
    this.#options = options;
    this.#metrics = createMetrics(options.node.version);
    this.#parts = { adapters: [this.#metrics], database: options.database };
    this.#peers = createPeers(options.config);
    const { config, folder } = options;
    this.#uploads = createDiskUploads(config.uploadDir ?? join(folder, 'uploads'));
  }

  /** Opens the port: from now on the health can be asked. */
  async listen(clients: readonly ServedClient[]): Promise<{ url: string; port: number }> {
    const { config, log, node, phase } = this.#options;
    const readiness = this.#readiness;
    const peers = this.#peers;
    const metrics = this.#metrics;
    const uploads = this.#uploads;
    const { version } = node;
    const parts = { config, version, readiness, metrics, peers, uploads, log, clients };
    const http = await createHttp(parts);
    this.#parts.http = http;
    if (config.role !== 'worker') {
      const sockets = createSockets({ readiness, peers, metrics, log });
      this.#parts.sockets = sockets;
      http.server.on('upgrade', sockets.upgrade);
    }
    const port = await listen(http, config);
    this.#url = config.publicUrl ?? `http://${nameOf(config.host)}:${port}`;
    phase('listening');
    return { url: this.#url, port };
  }

  /** Brings everything up. Resolves when calls are answered. */
  async start(signal: AbortSignal): Promise<Services> {
    const { config, log, phase, database } = this.#options;
    const { url } = await database;
    signal.throwIfAborted();
    phase('database answers');
    await applyMigrations({ url, log: (line) => log.info({}, line) });
    this.#readiness.migrated = true;
    phase('migrations applied');
    const connection = connect({ url, poolSize: 20, log: (line) => log.warn({}, line) });
    this.#parts.connection = connection;
    const demo = config.demo ? fillDemo(connection, log) : refuseDemoAccounts(connection, config);
    const [ports, seeded] = await Promise.all([
      this.#ports(url, connection),
      demo,
      connection.warm(),
    ]);
    signal.throwIfAborted();
    phase('adapters and demo data ready');
    const services = createServices(ports);
    this.#parts.services = services;
    await startServices(services);
    await startWorkers(services);
    this.#observe(services);
    phase('services started');
    if (seeded) {
      const { flagDemo } = await import('./demo-flags.ts');
      await flagDemo(services);
      phase('demo cases ready');
    }
    this.#readiness.services = services;
    return services;
  }

  stop(): Promise<void> {
    return stopParts(this.#parts, this.#readiness, this.#options.log);
  }

  async #ports(databaseUrl: string, { prisma, pool }: Database): Promise<Ports> {
    const { config, folder, log, node } = this.#options;
    const { smtpUrl, mailFrom: from } = config;
    const secretKey = await secretKeyOf({ ...config, dataDir: folder });
    const mailer = this.#keep(createMailer({ smtpUrl, from, folder: join(folder, 'mail') }));
    const { bus, limiter } = await this.#shared();
    const runs = config.role !== 'web';
    const jobs = this.#keep(await startJobs({ databaseUrl, log, runs }));
    return {
      db: prisma,
      pool,
      bus,
      jobs,
      host: { figures: this.#metrics.figures, secrets: () => secretsStatus(config) },
      files: await this.#files(),
      uploads: this.#uploads,
      mailer,
      push: createPush({
        secretKey,
        contact: this.#url.startsWith('https:') ? this.#url : 'mailto:no-reply@localhost',
        privateEndpoints: config.pushPrivate,
      }),
      pageReader: this.#options.pageReader ?? createPageReader({ version: node.version }),
      limiter,
      clock: systemClock,
      log,
      metrics: await this.#traced(),
      node,
      publicUrl: this.#url,
      secretKey,
    };
  }

  /** Where files are kept: what speaks S3 is loaded only where it is used. */
  async #files(): Promise<FileStore> {
    const { config, folder } = this.#options;
    if (config.s3 === null) return createDiskStore(join(folder, 'files'));
    const { createS3Store } = await import('./adapters/files-s3.ts');
    return this.#keep(createS3Store(config.s3));
  }

  /** What several nodes share through Redis, where there is one. */
  async #shared() {
    const { config, log } = this.#options;
    if (config.redisUrl === null) {
      return { bus: this.#keep(createMemoryBus(log)), limiter: this.#keep(createMemoryLimiter()) };
    }
    if (config.secretKey === null) {
      log.warn(
        {},
        'several nodes need the same SECRET_KEY: set it, or people are signed out at random',
      );
    }
    const { createRedisBus } = await import('./adapters/bus-redis.ts');
    const { createRedisLimiter } = await import('./adapters/rate-limiter-redis.ts');
    return {
      bus: this.#keep(createRedisBus(config.redisUrl, log)),
      limiter: this.#keep(createRedisLimiter(config.redisUrl, log)),
    };
  }

  async #traced(): Promise<Metrics> {
    const { config, log, node } = this.#options;
    if (config.tracesUrl === null) return this.#metrics;
    const { startTracing } = await import('./adapters/tracing.ts');
    const { version, id: nodeId } = node;
    const tracing = await startTracing({ url: config.tracesUrl, version, nodeId, log });
    return this.#keep(tracing).traced(this.#metrics);
  }

  #observe({ pool, connections, hub, jobs, bus }: Services): void {
    this.#metrics.observe({
      pool,
      sockets: () => this.#parts.sockets?.count ?? connections.count,
      topics: () => hub.topics,
      queueDepth: () => jobs.depth(),
      busConnected: () => bus.connected(),
    });
  }

  /** Remembers to close the adapter when the server stops. */
  #keep<Adapter extends { close(): unknown }>(adapter: Adapter): Adapter {
    this.#parts.adapters.push(adapter);
    return adapter;
  }
}

/** The host as it stands in an address. */
function nameOf(host: string): string {
  if (host === '127.0.0.1' || host === '0.0.0.0' || host === '::' || host === '::1') {
    return 'localhost';
  }
  return host.includes(':') ? `[${host}]` : host;
}
