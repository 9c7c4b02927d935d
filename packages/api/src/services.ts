import { AlertFeed } from './alerts/feed.ts';
import { RecentCalls } from './alerts/recent-calls.ts';
import { AlertWatch } from './alerts/watch.ts';
import { ChannelAccess } from './chat/access.ts';
import { Activity } from './chat/activity.ts';
import { channelTopics } from './chat/events.ts';
import { MessageWriter } from './chat/writer.ts';
import type { Ports, Services } from './context.ts';
import { Gate } from './gate.ts';
import { workIdentityJobs } from './identity/jobs.ts';
import { createRevocations } from './identity/revocations.ts';
import { IdentitySweep } from './identity/sweep.ts';
import { createTokens } from './identity/tokens.ts';
import { Collector } from './insights/collector.ts';
import { Connections } from './live/connections.ts';
import { Hub } from './live/hub.ts';
import { QueueFeed } from './moderation/feed.ts';
import { RuleFilter } from './moderation/filter/filter.ts';
import { RulesReader } from './moderation/filter/rules-reader.ts';
import { Standing } from './moderation/standing.ts';
import { NotificationFeed, workNotificationJobs } from './notifications/index.ts';
import { createDirectory } from './organisations/directory.ts';
import { createPresence } from './organisations/presence.ts';
import { createSettingsReader } from './settings/reader.ts';

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
    insights: new Collector({ ...ports, connections }),
    tokens: createTokens(ports),
    sweep: new IdentitySweep(ports),
    access,
    activity: new Activity({ hub }),
    writer: new MessageWriter(ports),
    standing: new Standing({ ...ports, access, revocations, directory, presence }),
    queue,
    rules,
    filter: new RuleFilter({ ...ports, settings, queue, rules }),
    notices: new NotificationFeed(ports),
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
  services.notices.start();
  services.hub.start();
  services.sweep.start();
  services.alertWatch.start();
  services.insights.start();
}

/** Starts the workers of every domain's jobs. Apart from `startServices`, as most tests need none. */
export async function startWorkers(services: Services): Promise<void> {
  await workIdentityJobs(services);
  await workNotificationJobs(services);
}

/** Finishes writes and stops. The sockets are closed already, the ports still open. */
export async function stopServices(services: Services): Promise<void> {
  services.hub.stop();
  await services.sweep.stop();
  services.queue.stop();
  services.rules.stop();
  services.notices.stop();
  await services.standing.stop();
  await services.alertWatch.stop();
  await services.insights.stop();
  services.alerts.close();
  await services.writer.drain();
  await services.presence.stop();
  services.access.stop();
  services.directory.stop();
  services.settings.stop();
  services.revocations.stop();
}
