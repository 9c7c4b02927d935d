import '@mantine/notifications/styles.css';
import { MainArea, SkipLink } from '@atalaya/ui/layout';
import { useStore } from '@atalaya/ui/state';
import { Notifications } from '@mantine/notifications';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { useKeptPush } from '../me/push-state.ts';
import { SanctionBanner } from '../notices/sanction-banner.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { useKeys, useOverlays } from './keys.ts';
import { useLive } from './live.ts';
import { usePushed } from './pushed.ts';
import styles from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { useSignedOut } from './signed-out.ts';
import { useTitle } from './title.ts';

const Switcher = lazy(() =>
  import('./switcher.tsx').then(({ Switcher }) => ({ default: Switcher })),
);
const Shortcuts = lazy(() =>
  import('./shortcuts.tsx').then(({ Shortcuts }) => ({ default: Shortcuts })),
);

/** Everything around the screens of people who are signed in. */
export function Shell() {
  useSignedOut();
  const state = useStore(atalaya.session.state);
  // Between signing out and the sign-in page there is a moment without anybody.
  return state.status === 'signedIn' ? <Frame key={state.member.id} /> : null;
}

function Frame() {
  const overlays = useOverlays();
  useLive();
  useKeys();
  usePushed();
  useKeptPush();
  useTitle();
  const path = useRouterState({ select: (router) => router.location.pathname });
  const pane = path === '/' ? 'list' : path.startsWith('/c/') ? 'conversation' : 'page';
  return (
    <div className={styles.shell} data-pane={pane}>
      <SkipLink />
      <ConnectionBanner />
      <SanctionBanner />
      <div className={styles.panes}>
        <Sidebar />
        <MainArea>
          <Outlet />
        </MainArea>
        <Notifications
          position="top-center"
          withinPortal={false}
          limit={3}
          transitionDuration={120}
          className={styles.toasts}
        />
      </div>
      <BottomBar />
      <Suspense>
        {overlays.switcher && <Switcher />}
        {overlays.shortcuts && <Shortcuts />}
      </Suspense>
    </div>
  );
}
