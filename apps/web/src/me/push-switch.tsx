import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { canPush, startPush, stopPush } from './push.ts';
import { pushState } from './push-state.ts';

/** Whether this browser is told of news while Atalaya is not open. */
export function PushSwitch({ isOffered }: { isOffered: boolean }) {
  const say = useSay();
  const errorText = useErrorText();
  const myId = useMe().id;
  const { data: isOn = false, isPending } = useQuery(pushState);
  const [isBusy, setBusy] = useState(false);
  const [isDenied, setDenied] = useState(canPush() && Notification.permission === 'denied');
  const choose = async (on: boolean) => {
    setBusy(true);
    try {
      if (on) setDenied(!(await startPush(myId)));
      else await stopPush();
    } catch (error) {
      // What the browser's maker does not grant is no matter of ours: a private window, or no way to them.
      toastFailure(error instanceof DOMException ? say('notify.push.failed') : errorText(error));
    } finally {
      setBusy(false);
      await queries.invalidateQueries(pushState);
    }
  };
  const reasons = [
    { why: 'unsupported', holds: !canPush() },
    { why: 'off', holds: !isOffered },
    { why: 'denied', holds: isDenied },
  ] as const;
  const why = reasons.find(({ holds }) => holds)?.why ?? 'text';
  return (
    <Switch
      label={say('notify.push')}
      description={say(`notify.push.${why}`)}
      checked={isOn}
      disabled={isBusy || isPending || !canPush() || !(isOffered || isOn)}
      onChange={(event) => void choose(event.currentTarget.checked)}
    />
  );
}
