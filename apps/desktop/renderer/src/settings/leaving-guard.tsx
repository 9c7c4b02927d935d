import { Confirm } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useBlocker } from '@tanstack/react-router';
import { native } from '../app/native.ts';

/** Asks before one leaves the screen with changes that are not saved. */
export function LeavingGuard({ isUnsaved }: { isUnsaved: boolean }) {
  const say = useSay();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname,
    // The desktop program cannot ask: a window that refuses would just not close.
    enableBeforeUnload: () => isUnsaved && native === undefined,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Confirm
      title={say('settings.leave.title')}
      text={say('settings.leave.text')}
      confirm={say('settings.leave.confirm')}
      onConfirm={async () => blocker.proceed()}
      onClose={() => blocker.reset()}
    />
  );
}
