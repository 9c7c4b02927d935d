import type { ChannelDetail } from '@atalaya/api/types';
import { clock } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { settings } from '../app/settings.ts';
import { toastFailure } from '../app/toast.tsx';
import { useTask } from '../app/use-task.ts';
import styles from './cannot-write.module.css';
import { takeDetail } from './channels.ts';

/** In the composer's place: why one cannot write here, and what can be done about it. */
export function CannotWrite({ channel }: { channel: ChannelDetail }) {
  const say = useSay();
  const errorText = useErrorText();
  const isChatOff = useQuery(settings).data?.features.chat === false;
  const join = useTask(async () => {
    try {
      takeDetail(await api.chat.channels.join.mutate({ channelId: channel.id }));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  if (channel.allowed.join) {
    return (
      <div className={styles.bar}>
        <span>{say('cannotWrite.notJoined', { name: channel.name })}</span>
        <Button size="sm" loading={join.running} onClick={() => void join.run(undefined)}>
          {say('channel.join')}
        </Button>
      </div>
    );
  }
  const why = channel.archivedAt
    ? say('cannotWrite.archived')
    : isChatOff
      ? say('cannotWrite.chatOff')
      : channel.mutedUntil
        ? say('cannotWrite.muted', { time: clock(say.locale, channel.mutedUntil) })
        : channel.role === null
          ? say('cannotWrite.left')
          : say('cannotWrite.readOnly');
  return (
    <div className={styles.bar} role="status">
      {why}
    </div>
  );
}
