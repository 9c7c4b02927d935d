import { AlertFeed } from './alerts/feed.ts';
import { RecentCalls } from './alerts/recent-calls.ts';
import { alertSweeper } from './alerts/sweep.ts';
import { AlertWatch } from './alerts/watch.ts';
import { AuditFeed } from './audit/feed.ts';
import { auditSweeper } from './audit/retention.ts';
import { ChannelAccess } from './chat/access.ts';
import { Activity } from './chat/activity.ts';
import { channelTopics } from './chat/events.ts';
import { fileCarriers } from './chat/file-news.ts';
import { LinkHosts } from './chat/link-hosts.ts';
import { workChatJobs } from './chat/message-notices.ts';
import { SearchIndex } from './chat/search-index.ts';
import { Lexicon } from './chat/search-words.ts';
import { chatSweeper } from './chat/sweep.ts';
import { MessageWriter } from './chat/writer.ts';
import type { Ports, Services } from './context.ts';
import { FileFeed, fileSweeper, workFileJobs } from './files/index.ts';
import { Gate } from './gate.ts';
import { workIdentityJobs } from './identity/jobs.ts';
import { createRevocations } from './identity/revocations.ts';
import { identitySweeper } from './identity/sweep.ts';
import { createTokens } from './identity/tokens.ts';
import { Analytics } from './insights/analytics.ts';
import { Collector } from './insights/collector.ts';
import { insightsSweeper } from './insights/sweep.ts';
import { Connections } from './live/connections.ts';
import { Hub } from './live/hub.ts';
import { QueueFeed } from './moderation/feed.ts';
import { RuleFilter } from './moderation/filter/filter.ts';
import { RulesReader } from './moderation/filter/rules-reader.ts';
import { workModerationJobs } from './moderation/fine.ts';
import { Snoozes } from './moderation/snoozes.ts';
import { Standing } from './moderation/standing.ts';
import { Dispatcher, NotificationFeed, workNotificationJobs } from './notifications/index.ts';
import { digestSweeper, notificationSweeper } from './notifications/sweep.ts';
import { createDirectory } from './organisations/directory.ts';
import { createPresence } from './organisations/presence.ts';
import { createSettingsReader } from './settings/reader.ts';
import { Sweep } from './sweep.ts';

/** Pages of messages that are in the making at once: more than the database answers at once only wait in memory. */
const pagesAtOnce = 40;

/** Builds the domains' long-lived services on the host's ports. Nothing runs until `startServices`. */
export function createServices(ports: Ports): Services {
  const hub = new Hub(ports);
  const directory = createDirectory(ports);
  const revocations = createRevocations(ports);
  const presence = createPresence(ports);
  const connections = new Connections({ presence, revocations, metrics: ports.metrics });
  const pages = new Gate(pagesAtOnce);
  const settings = createSettingsReader(ports);
  const calls = new RecentCalls(ports.metrics);
  const alerts = new AlertFeed({ ...ports, directory });
  const access = new ChannelAccess(ports);
  const queue = new QueueFeed(ports);
  const lexicon = new Lexicon(ports);
  const rules = new RulesReader(ports);
  hub.register('channel', channelTopics({ pool: ports.pool, directory, hub, pages }));
  return {
    ...ports,
    hub,
    pages,
    directory,
    revocations,
    presence,
    connections,
    settings,
    metrics: calls,
    alerts,
    alertWatch: new AlertWatch({ ...ports, settings, alerts, calls }),
    auditLog: new AuditFeed({ ...ports, directory }),
    insights: new Collector({ ...ports, connections }),
    analytics: new Analytics(ports),
    tokens: createTokens(ports),
    sweep: new Sweep(ports.log, [
      identitySweeper(ports),
      notificationSweeper({ ...ports, settings }),
      digestSweeper(ports),
      alertSweeper({ ...ports, settings }),
      fileSweeper(ports),
      chatSweeper(ports),
      insightsSweeper({ ...ports, settings }),
      auditSweeper({ ...ports, settings }),
    ]),
    access,
    activity: new Activity({ hub }),
    writer: new MessageWriter(ports),
    linkHosts: new LinkHosts(ports),
    lexicon,
    searchIndex: new SearchIndex({ ...ports, lexicon }),
    standing: new Standing({ ...ports, access, revocations, directory, presence }),
    snoozes: new Snoozes({ ...ports, queue }),
    queue,
    rules,
    filter: new RuleFilter({ ...ports, settings, directory, queue, alerts, rules }),
    notices: new NotificationFeed(ports),
    dispatcher: new Dispatcher(ports),
    fileFeed: new FileFeed(ports),
    carriers: fileCarriers({ ...ports, hub, directory }),
  };
}

/** Starts what listens and what runs by the clock. Resolves when calls may come. */
export async function startServices(services: Services): Promise<void> {
  await Promise.all([
    services.revocations.start(),
    services.settings.start(),
    services.directory.start(),
    services.presence.start(),
    services.access.start(),
    services.rules.start(),
  ]);
  // After the caches: what ends now is told through them.
  await services.standing.start();
  services.queue.start();
  services.snoozes.start();
  services.hub.start();
  services.searchIndex.start();
  services.sweep.start();
  services.alertWatch.start();
  services.auditLog.start();
  services.insights.start();
  services.analytics.start();
}

/** Starts the workers of every domain's jobs. Apart from `startServices`, as most tests need none. */
export async function startWorkers(services: Services): Promise<void> {
  await workIdentityJobs(services);
  await workNotificationJobs(services);
  await workChatJobs(services);
  await workFileJobs(services);
  await workModerationJobs(services);
}

/** Finishes writes and stops. The sockets are closed already, the ports still open. */
export async function stopServices(services: Services): Promise<void> {
  services.hub.stop();
  await services.searchIndex.stop();
  await services.sweep.stop();
  services.queue.stop();
  services.rules.stop();
  services.notices.close();
  await services.dispatcher.stop();
  services.fileFeed.close();
  await services.standing.stop();
  await services.snoozes.stop();
  await services.alertWatch.stop();
  await services.insights.stop();
  await services.analytics.stop();
  services.alerts.close();
  services.auditLog.stop();
  await services.writer.drain();
  await services.presence.stop();
  services.access.stop();
  services.directory.stop();
  services.settings.stop();
  services.revocations.stop();
}
