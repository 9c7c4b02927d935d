import type { Dashboard, Sample } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Link } from '@tanstack/react-router';
import { durationText } from '../app/duration.ts';
import { useNow } from '../app/now.ts';
import { Card, Fact, Facts } from './card.tsx';
import { decidedCases, places } from './places.ts';
import styles from './queue-health.module.css';

interface QueueHealthProps {
  queue: Dashboard['queue'];
  latest: Sample | undefined;
}

/** Whether cases are decided before their deadline. */
export function QueueHealth({ queue, latest }: QueueHealthProps) {
  const say = useSay();
  const now = useNow();
  const open = latest?.openCases ?? queue.open;
  const overdue = Math.min(open, latest?.overdueCases ?? queue.overdue);
  const onTime = open - overdue;
  const share = open === 0 ? 1 : onTime / open;
  const none = say('dashboard.queue.none');
  const median = queue.medianMinutesToDecision;
  return (
    <Card
      title={say('dashboard.queue')}
      action={
        <Link to="/queue" onClick={places.queue.prepare}>
          {say('queue.count', { count: open })}
        </Link>
      }
    >
      <div className={styles.health} data-late={overdue > 0 || undefined}>
        <span
          className={styles.bar}
          role="img"
          aria-label={say('dashboard.queue.health', { onTime, open })}
        >
          <span style={{ width: `${share * 100}%` }} />
        </span>
        <strong>
          {new Intl.NumberFormat(say.locale, { style: 'percent' }).format(share)}{' '}
          <span>{say('dashboard.queue.onTime').toLocaleLowerCase(say.locale)}</span>
        </strong>
        {overdue > 0 && (
          <Link to="/queue" onClick={places['queue.overdue'].prepare} className={styles.overdue}>
            {say('dashboard.queue.overdue', { count: overdue })}
          </Link>
        )}
      </div>
      <Facts>
        <Fact name={say('dashboard.queue.oldest')}>
          {queue.oldestAt ? relative(say.locale, queue.oldestAt, now) : none}
        </Fact>
        <Fact name={say('dashboard.queue.decided')}>
          <Link to="/queue" onClick={decidedCases.prepare}>
            {queue.decided}
          </Link>
        </Fact>
        <Fact name={say('dashboard.queue.median')}>
          {median === null ? none : durationText(say, roughly(median))}
        </Fact>
      </Facts>
    </Card>
  );
}

/** Minutes up to two hours, hours up to two days, then days: nobody wants `1,503 minutes`. */
function roughly(minutes: number): number {
  const unit = minutes < 120 ? 1 : minutes < 2_880 ? 60 : 1_440;
  return Math.max(1, Math.round(minutes / unit)) * unit;
}
