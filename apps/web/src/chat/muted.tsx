import type { ChannelDetail } from '@atalaya/api/types';
import { moment } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useCountdown } from '../moderation/countdown.ts';
import { muteIn, standing } from '../moderation/standing.ts';
import { TimeLeft } from '../moderation/time-left.tsx';
import styles from './cannot-write.module.css';
import { refreshChannel } from './channels.ts';

/** First wait until the server is asked again whether it is over there, too; in milliseconds. */
const firstWait = 1_000;
const longestWait = 30_000;

interface MutedProps {
  channel: ChannelDetail;
  until: Date;
}

/** In the composer's place while staff, or who manages the channel, have silenced the person. Goes by itself when it is over. */
export function Muted({ channel, until }: MutedProps) {
  const say = useSay();
  const { data: sanctions = [] } = useQuery(standing);
  const mute = muteIn(sanctions, channel.id);
  const isOver = useCountdown(until) === 0;
  useEffect(() => {
    if (!isOver) return;
    // The server's clock decides, and it may be behind this one.
    let wait = firstWait;
    let timer: ReturnType<typeof setTimeout>;
    const ask = () => {
      refreshChannel(channel.id);
      timer = setTimeout(ask, wait);
      wait = Math.min(longestWait, wait * 2);
    };
    ask();
    return () => clearTimeout(timer);
  }, [isOver, channel.id]);
  const when = moment(say.locale, until);
  // Where two mutes hold, the one that ends last is told.
  if (channel.mute && channel.mute.until >= until) {
    const { reason } = channel.mute;
    return (
      <section className={`${styles.bar} ${styles.muted}`} aria-label={say('cannotWrite.why')}>
        <p role="status" className={styles.what}>
          {say('cannotWrite.mutedHere', { name: channel.name, when })}
        </p>
        <TimeLeft until={until} />
        {reason && <p>{say('cannotWrite.mutedHere.why', { reason })}</p>}
      </section>
    );
  }
  return (
    <section className={`${styles.bar} ${styles.muted}`} aria-label={say('cannotWrite.why')}>
      <p role="status" className={styles.what}>
        {mute?.channelId === null
          ? say('cannotWrite.mutedEverywhere', { when })
          : say('cannotWrite.muted', { name: channel.name, when })}
      </p>
      <TimeLeft until={until} />
      {mute && (
        <p>
          {say('sanction.why')}: <strong>{say(`policy.${mute.policy}`)}.</strong>{' '}
          {say(`policy.${mute.policy}.text`)}
        </p>
      )}
      {mute?.statement && (
        <p>
          {say('sanction.statement')}: {mute.statement}
        </p>
      )}
      <details>
        <summary>{say('sanction.appeal.title')}</summary>
        <p>{say('sanction.appeal')}</p>
      </details>
    </section>
  );
}
