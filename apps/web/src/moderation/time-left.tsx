import { timeLeft } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { useCountdown } from './countdown.ts';

/** What is left until a moment, counting down. Screen readers read it when they come by. */
export function TimeLeft({ until }: { until: Date }) {
  const say = useSay();
  const left = useCountdown(until);
  return (
    <span role="timer" className="tabular">
      {left > 0 ? say('sanction.left', { time: timeLeft(say.locale, left) }) : say('sanction.over')}
    </span>
  );
}
