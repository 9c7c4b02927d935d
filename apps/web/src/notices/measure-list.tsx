import type { Measure } from '@atalaya/api/types';
import { moment } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import styles from './measure-list.module.css';
import { grouped, measuresText } from './measures.ts';

interface MeasureListProps {
  measures: readonly Measure[];
  nameOf: (channelId: string) => string | undefined;
  /** Absent: all of them are over, and the notice says so. */
  isOver?: (measure: Measure) => boolean;
}

/** Everything that was decided at once, with the time that each lasts. Nothing for one alone. */
export function MeasureList({ measures, nameOf, isOver }: MeasureListProps) {
  const say = useSay();
  const groups = grouped(measures);
  if (groups.length < 2) return null;
  const lasting = ({ sanction, until }: Measure) => {
    if (sanction !== 'mute' && sanction !== 'ban') return null;
    return until === null
      ? say('sanction.forGood')
      : say('measure.until', { when: moment(say.locale, new Date(until)) });
  };
  return (
    <ul className={styles.list}>
      {groups.map((group) => {
        const [first] = group.all;
        const ended = isOver && group.all.every(isOver);
        const detail = !isOver || !first ? null : ended ? say('notices.over') : lasting(first);
        return (
          <li key={`${group.sanction} ${group.channelId}`}>
            {measuresText(say, group, nameOf)}
            {detail && <span className={styles.detail}>{` · ${detail}`}</span>}
          </li>
        );
      })}
    </ul>
  );
}
