import { chatRouter } from './chat/router.ts';
import { authRouter } from './identity/router.ts';
import { systemRouter } from './operations/router.ts';
import { membersRouter, organisationsRouter } from './organisations/router.ts';
import { settingsRouter } from './settings/router.ts';
import { router } from './trpc.ts';

/** The whole API: one line per domain. */
export const appRouter = router({
  auth: authRouter,
  organisations: organisationsRouter,
  members: membersRouter,
  chat: chatRouter,
  settings: settingsRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
