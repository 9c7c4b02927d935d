import type { ChannelDetail } from '@atalaya/api/types';
import { timeLeft } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { IconHourglass } from '@tabler/icons-react';
import { atalaya } from '../app/atalaya.ts';
import { useCountdown } from '../moderation/countdown.ts';
import styles from './composer.module.css';

const none = new Date(0);

/** Milliseconds until the person may send the next message; the server has the last word. */
export function useSlowMode({ id, slowed, slowUntil, slowSeconds }: ChannelDetail): number {
  const left = useCountdown(slowed ? (slowUntil ?? none) : none);
  const isUnderWay = useStore(atalaya.outbox.items).some(
    ({ channelId, state }) => channelId === id && state !== 'failed',
  );
  // Until the server has it, it is not known when the wait begins.
  return slowed && isUnderWay ? slowSeconds * 1000 : left;
}

/** Under what one writes: that messages are slow here, and how long it takes to the next one. */
export function SlowMode({ channel, left }: { channel: ChannelDetail; left: number }) {
  const say = useSay();
  if (!channel.slowed) return null;
  const time = timeLeft(say.locale, left > 0 ? left : channel.slowSeconds * 1000);
  return (
    <p className={styles.slow} role="timer" data-waiting={left > 0 || undefined}>
      <IconHourglass size={14} stroke={1.6} aria-hidden />
      {say(left > 0 ? 'composer.slow.wait' : 'composer.slow', { time })}
    </p>
  );
}
