import type { ChannelDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore, useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { api } from '../app/atalaya.ts';
import { useSettings } from '../app/settings.ts';
import { setBlocked, useBlocked } from './blocks.ts';
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
  const isChatOff = useSettings()?.features.chat === false;
  const join = useTask(async () => {
    try {
      takeDetail(await api.chat.channels.join.mutate({ channelId: channel.id }));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  const blocked = useBlocked();
  const other = channel.with;
  const unblock = useTask(async () => {
    try {
      if (other) await setBlocked(other.id, false);
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
  if (other && blocked.has(other.id)) {
    return (
      <div className={styles.bar}>
        <span role="status">{say('cannotWrite.blocked', { name: channel.name })}</span>
        <Button size="sm" loading={unblock.running} onClick={() => void unblock.run(undefined)}>
          {say('person.unblock')}
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
        : channel.managersOnly && channel.role === 'writer'
          ? say('cannotWrite.managersOnly')
          : channel.type === 'direct'
            ? say('error.readOnly.direct')
            : say('cannotWrite.readOnly');
  return (
    <div className={styles.bar} role="status">
      {why}
    </div>
  );
}
