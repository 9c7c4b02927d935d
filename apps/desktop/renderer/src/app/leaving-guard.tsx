import { Confirm } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useBlocker } from '@tanstack/react-router';

interface Place {
  pathname: string;
  search: object;
}

interface LeavingGuardProps {
  isUnsaved: boolean;
  /** What one leaves when it changes; without it the screen. */
  placeOf?: (place: Place) => string;
}

/**
 * Asks before one leaves with changes that are not saved. Of a window that closes the browser asks;
 * in the desktop program its main process does.
 */
export function LeavingGuard({ isUnsaved, placeOf = screenOf }: LeavingGuardProps) {
  const say = useSay();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && placeOf(current) !== placeOf(next),
    enableBeforeUnload: () => isUnsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Confirm
      title={say('leave.title')}
      text={say('leave.text')}
      confirm={say('leave.confirm')}
      onConfirm={async () => blocker.proceed()}
      onClose={() => blocker.reset()}
    />
  );
}

const screenOf = ({ pathname }: Place): string => pathname;
