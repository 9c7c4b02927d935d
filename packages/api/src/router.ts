import { alertsRouter } from './alerts/router.ts';
import { auditRouter } from './audit/router.ts';
import { chatRouter } from './chat/router.ts';
import { filesRouter } from './files/router.ts';
import { authRouter } from './identity/router.ts';
import { insightsRouter } from './insights/router.ts';
import { moderationRouter } from './moderation/router.ts';
import { notificationsRouter } from './notifications/router.ts';
import { systemRouter } from './operations/router.ts';
import { membersRouter, organisationsRouter } from './organisations/router.ts';
import { peopleRouter } from './people/router.ts';
import { settingsRouter } from './settings/router.ts';
import { router } from './trpc.ts';

/** The whole API: one line per domain. */
export const appRouter = router({
  auth: authRouter,
  organisations: organisationsRouter,
  members: membersRouter,
  chat: chatRouter,
  files: filesRouter,
  people: peopleRouter,
  alerts: alertsRouter,
  insights: insightsRouter,
  moderation: moderationRouter,
  notifications: notificationsRouter,
  settings: settingsRouter,
  audit: auditRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
