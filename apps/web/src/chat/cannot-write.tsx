import type { ChannelDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore, useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { settings } from '../app/settings.ts';
import styles from './cannot-write.module.css';
import { takeDetail } from './channels.ts';
import type { Conversation } from './conversation.ts';
import { Muted } from './muted.tsx';

interface CannotWriteProps {
  channel: ChannelDetail;
  conversation: Conversation;
}

/** In the composer's place: why one cannot write here, and what can be done about it. */
export function CannotWrite({ channel, conversation }: CannotWriteProps) {
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
  const isPutOut = useStore(conversation.out) === 'elsewhere';
  if (channel.allowed.join) {
    return (
      <div className={styles.bar}>
        <span role="status">
          {say(isPutOut ? 'cannotWrite.out' : 'cannotWrite.notJoined', { name: channel.name })}
        </span>
        <Button size="sm" loading={join.running} onClick={() => void join.run(undefined)}>
          {say('channel.join')}
        </Button>
      </div>
    );
  }
  const isClosed = channel.archivedAt !== null || isChatOff || channel.role === 'reader';
  if (channel.mutedUntil && !isClosed)
    return <Muted channel={channel} until={channel.mutedUntil} />;
  const why = channel.archivedAt
    ? say('cannotWrite.archived')
    : isChatOff
      ? say('cannotWrite.chatOff')
      : channel.role === null
        ? say('cannotWrite.left')
        : say('cannotWrite.readOnly');
  return (
    <div className={styles.bar} role="status">
      {why}
    </div>
  );
}
