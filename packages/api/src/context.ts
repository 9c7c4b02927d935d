import type { Prisma, PrismaClient } from '@atalaya/db';
import type { Pool } from 'pg';
import type { AlertFeed } from './alerts/feed.ts';
import type { AlertWatch } from './alerts/watch.ts';
import type { AuditFeed } from './audit/feed.ts';
import type { AuditScope } from './audit/write.ts';
import type { ChannelAccess } from './chat/access.ts';
import type { Activity } from './chat/activity.ts';
import type { MessageFilter } from './chat/filter.ts';
import type { LinkHosts } from './chat/link-hosts.ts';
import type { SearchIndex } from './chat/search-index.ts';
import type { Lexicon } from './chat/search-words.ts';
import type { MessageWriter } from './chat/writer.ts';
import type { Carriers, FileFeed } from './files/index.ts';
import type { Gate } from './gate.ts';
import type { Revocations } from './identity/revocations.ts';
import type { Role } from './identity/schemas.ts';
import type { Tokens } from './identity/tokens.ts';
import type { Analytics } from './insights/analytics.ts';
import type { Collector } from './insights/collector.ts';
import type { Connection } from './live/connection.ts';
import type { Connections } from './live/connections.ts';
import type { Hub } from './live/hub.ts';
import type { QueueFeed } from './moderation/feed.ts';
import type { RulesReader } from './moderation/filter/rules-reader.ts';
import type { Snoozes } from './moderation/snoozes.ts';
import type { Standing } from './moderation/standing.ts';
import type { Dispatcher, NotificationFeed } from './notifications/index.ts';
import type { Directory } from './organisations/directory.ts';
import type { PresenceService } from './organisations/presence.ts';
import type { Bus } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';
import type { FileStore, UploadSpace } from './ports/files.ts';
import type { Host } from './ports/host.ts';
import type { Jobs } from './ports/jobs.ts';
import type { Log } from './ports/log.ts';
import type { Mailer } from './ports/mail.ts';
import type { Metrics } from './ports/metrics.ts';
import type { PageReader } from './ports/pages.ts';
import type { Push } from './ports/push.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';
import type { SettingsReader } from './settings/reader.ts';
import type { Sweep } from './sweep.ts';

export type Database = PrismaClient;
/** A database transaction of the caller; whatever must be atomic takes one. */
export type Transaction = Prisma.TransactionClient;

export interface NodeInfo {
  id: string;
  version: string;
  startedAt: Date;
}

/** What the outside world provides; built by the host from real adapters. */
export interface Ports {
  db: Database;
  pool: Pool;
  bus: Bus;
  jobs: Jobs;
  host: Host;
  files: FileStore;
  uploads: UploadSpace;
  mailer: Mailer;
  push: Push;
  pageReader: PageReader;
  limiter: RateLimiter;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  node: NodeInfo;
  /** Address at which people reach this installation, without a slash at the end. */
  publicUrl: string;
  /** 32 random bytes from which every key of this installation is derived. */
  secretKey: Buffer;
}

/** Ports and the services that the domains keep running on top of them. */
export interface Services extends Ports {
  hub: Hub;
  /** Bounds how many pages of messages are held in memory at once. */
  pages: Gate;
  connections: Connections;
  settings: SettingsReader;
  alerts: AlertFeed;
  alertWatch: AlertWatch;
  /** News of the audit log. */
  auditLog: AuditFeed;
  insights: Collector;
  /** Figures of weeks and months. */
  analytics: Analytics;
  tokens: Tokens;
  /** Deletes what is over. */
  sweep: Sweep;
  revocations: Revocations;
  directory: Directory;
  presence: PresenceService;
  access: ChannelAccess;
  activity: Activity;
  writer: MessageWriter;
  /** Which hosts may be asked for a link's page now. */
  linkHosts: LinkHosts;
  lexicon: Lexicon;
  searchIndex: SearchIndex;
  /** Who is muted or banned, and until when. */
  standing: Standing;
  /** Brings back cases that were put off. */
  snoozes: Snoozes;
  /** News of the moderators' queue. */
  queue: QueueFeed;
  /** Rules of the automatic filter. */
  rules: RulesReader;
  filter: MessageFilter;
  /** News of people's own notices. */
  notices: NotificationFeed;
  /** Brings notices out of the product: mails, pushes. */
  dispatcher: Dispatcher;
  /** News of people's own files. */
  fileFeed: FileFeed;
  /** The messages that carry files. */
  carriers: Carriers;
}

/** Who calls: what the access token says, verified. */
export interface Actor {
  memberId: string;
  organisationId: string;
  sessionId: string;
  role: Role;
  /** When the access token was issued, in seconds since 1970. */
  issuedAt: number;
}

/** The browser's cookie jar, where the call came by HTTP. */
export interface CookieJar {
  get(name: string): string | undefined;
  set(name: string, value: string, maxAgeSeconds: number): void;
  clear(name: string): void;
}

export interface CallInfo {
  requestId: string;
  ip: string;
  userAgent: string;
  actor: Actor | null;
  /** The WebSocket that the call came through, if it did. */
  connection: Connection | null;
  cookies: CookieJar | null;
}

export type Context = Services & CallInfo;
/** What an audited staff call or security event is given: where to write its entry. */
export type AuditedContext = Context & { audit: AuditScope };
/** The context of a signed-in member. */
export type MemberContext = Context & { actor: Actor };
export type StaffContext = MemberContext & { audit: AuditScope };

/** What tRPC is given: few fields, because it copies them for every call. */
export interface RequestContext {
  services: Services;
  info: CallInfo;
}

/**
 * The context of a call: the services, and who calls. The services are inherited, not copied:
 * thirty fields for every call would cost a twentieth of a message's way.
 */
export function contextOf(services: Services, call: CallInfo): Context {
  const context = Object.create(services) as Context;
  context.requestId = call.requestId;
  context.ip = call.ip;
  context.userAgent = call.userAgent;
  context.actor = call.actor;
  context.connection = call.connection;
  context.cookies = call.cookies;
  return context;
}
