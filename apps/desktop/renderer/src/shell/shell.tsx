import '@mantine/notifications/styles.css';
import { ConnectionBanner } from '@atalaya/ui/connection';
import { MainArea, SkipLink } from '@atalaya/ui/layout';
import { useStore } from '@atalaya/ui/state';
import { Notifications } from '@mantine/notifications';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { goTo } from '../app/go-to.ts';
import { native } from '../app/native.ts';
import { queries } from '../app/queries.ts';
import { isStaff, useMe } from '../app/session.ts';
import { NotStaff } from './not-staff.tsx';
import { useOverlays } from './overlays.ts';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { useGlobalKeys } from './use-global-keys.ts';
import { useLive } from './use-live.ts';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));
const KeysDialog = lazy(() =>
  import('./keys-dialog.tsx').then(({ KeysDialog }) => ({ default: KeysDialog })),
);
const ProgramDialog = lazy(() =>
  import('../program/program-dialog.tsx').then(({ ProgramDialog }) => ({ default: ProgramDialog })),
);

/** Everything around the screens of staff who are signed in. */
export function Shell() {
  const navigate = useNavigate();
  const state = useStore(atalaya.session.state);
  const isOut = state.status === 'signedOut';
  useEffect(() => {
    if (!isOut) return;
    queries.clear();
    void native?.setBadge(0);
    void navigate({ to: '/sign-in', replace: true });
  }, [isOut, navigate]);
  // Between signing out and the sign-in page there is a moment without anybody.
  if (state.status !== 'signedIn') return null;
  return isStaff(state.member) ? <Frame key={state.member.id} /> : <NotStaff />;
}

/** Links and notices of the system lead to a place of the console. */
function usePlaces(): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!native) return;
    const go = (place: string) => goTo(navigate, place);
    void native.takePlace().then((place) => place && go(place));
    return native.on('place', go);
  }, [navigate]);
}

function Frame() {
  const me = useMe();
  const overlays = useOverlays();
  const connection = useStore(atalaya.connection);
  const isWindow = useRouterState({
    select: ({ location }) => location.pathname.startsWith('/case/'),
  });
  useLive(me, isWindow);
  useGlobalKeys();
  usePlaces();
  return (
    <div className={styles.shell}>
      <SkipLink />
      {!isWindow && <Rail />}
      <div className={styles.body}>
        {!isWindow && <TopBar />}
        <ConnectionBanner state={connection} />
        <MainArea>
          <Outlet />
        </MainArea>
        <Notifications
          position="bottom-right"
          withinPortal={false}
          limit={4}
          // No wider than the person's pane: what is decided with stays free.
          containerWidth={280}
          transitionDuration={120}
          className={styles.toasts}
        />
      </div>
      <Suspense>
        {overlays.palette && <Palette />}
        {overlays.keys && <KeysDialog />}
        {overlays.program && <ProgramDialog />}
      </Suspense>
    </div>
  );
}
