import type { Channel, Message } from '@atalaya/api/types';
import { fullStamp, shortMoment } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { ActionIcon } from '@mantine/core';
import { type Icon, IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useMe } from '../app/session.ts';
import { BlockedMessage } from './blocked-message.tsx';
import { channelSign } from './channel-sign.ts';
import { markdown } from './markdown.tsx';
import styles from './message-card.module.css';

interface MessageCardProps {
  message: Message;
  /** Where it stands; absent where all are of one channel. */
  channel?: Pick<Channel, 'name' | 'type'>;
  /** The reader has blocked its author. */
  isBlocked: boolean;
  /** A line of small print under it. */
  note?: ReactNode;
  action?: { label: string; Icon: Icon; onClick: () => void } | null;
}

/** A message outside its conversation, with the way there. */
export function MessageCard({ message, channel, isBlocked, note, action }: MessageCardProps) {
  const say = useSay();
  const me = useMe();
  const [isShown, show] = useState(false);
  const { author, createdAt, threadId } = message;
  const Sign = channelSign(channel?.type ?? 'public');
  return (
    <article className={styles.card} aria-label={author.displayName}>
      <Avatar id={author.id} name={author.displayName} size={28} />
      <div className={styles.content}>
        <p className={styles.head}>
          <strong>{author.displayName}</strong>
          {channel && (
            <span className={styles.channel}>
              <Sign size={13} stroke={1.7} aria-hidden />
              <span>{channel.name}</span>
            </span>
          )}
          <Link
            to="/c/$channelId"
            params={{ channelId: message.channelId }}
            search={{ ...(threadId ? { t: threadId } : {}), m: String(message.seq) }}
            className={styles.when}
            title={fullStamp(say.locale, createdAt)}
          >
            {say('message.goTo', { when: shortMoment(say.locale, createdAt) })}
          </Link>
        </p>
        <div className={styles.text}>
          {message.deletedAt ? (
            <em>{say('message.deleted')}</em>
          ) : isBlocked && !isShown ? (
            <BlockedMessage onShow={() => show(true)} />
          ) : message.content === '' && message.hiddenAt ? (
            <em>{say('message.hidden')}</em>
          ) : (
            <>
              {message.files && (
                <IconPaperclip size={14} stroke={1.7} role="img" aria-label={say('search.file')} />
              )}
              {message.content === '' && message.files
                ? ` ${message.files.map(({ name }) => name).join(', ')}`
                : markdown(message.content, me)}
            </>
          )}
        </div>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      {action && (
        <ActionIcon
          size={30}
          className={styles.action}
          aria-label={action.label}
          title={action.label}
          onClick={action.onClick}
        >
          <action.Icon size={17} stroke={1.6} aria-hidden />
        </ActionIcon>
      )}
    </article>
  );
}
