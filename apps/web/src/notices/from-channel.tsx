import type { Notification } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { Link } from '@tanstack/react-router';
import styles from './from-channel.module.css';
import { markNoticeRead } from './notices.ts';

export type ChannelNotice = Extract<Notification, { about: unknown }>;

/** Where a notice of a message leads. */
export function placeOf({ params, about }: ChannelNotice) {
  const thread = 'threadId' in params ? params.threadId : null;
  return {
    to: '/c/$channelId' as const,
    params: { channelId: params.channelId },
    search: {
      ...(about?.seq ? { m: String(about.seq) } : {}),
      ...(thread ? { t: thread } : {}),
    },
  };
}

/** The beginning of the message, and the way to it; going there reads the notice. */
export function FromChannel({ notice }: { notice: ChannelNotice }) {
  const say = useSay();
  const errorText = useErrorText();
  const { about, kind, readAt, id } = notice;
  const isMessage = kind !== 'channelInvite';
  if (about === null && !isMessage) return null;
  if (about === null || (isMessage && about.excerpt === null)) {
    return <p className={styles.gone}>{say('notification.gone')}</p>;
  }
  const read = () => {
    if (readAt === null) markNoticeRead(id).catch((error) => toastFailure(errorText(error)));
  };
  return (
    <div className={styles.place}>
      {about.excerpt && <blockquote className={styles.excerpt}>{about.excerpt}</blockquote>}
      <Link className={styles.link} {...placeOf(notice)} onClick={read}>
        {say(isMessage ? 'notification.goTo.message' : 'notification.goTo.channel')}
      </Link>
    </div>
  );
}
