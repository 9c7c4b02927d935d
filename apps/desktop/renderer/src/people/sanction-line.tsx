import type { Sanction } from '@atalaya/api/types';
import { shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { useNow } from '../app/now.ts';
import styles from './sanction-line.module.css';

interface SanctionLineProps {
  sanction: Pick<Sanction, 'kind' | 'policy' | 'statement' | 'endsAt'> & { liftedAt: Date | null };
  by?: string;
  when: string;
}

/** One sanction: what, why, since when, by whom, and whether it still holds. */
export function SanctionLine({ sanction, by, when }: SanctionLineProps) {
  const say = useSay();
  const now = useNow();
  const { kind, policy, statement, endsAt, liftedAt } = sanction;
  const lasts = kind === 'mute' || kind === 'ban';
  const isOver = liftedAt !== null || (endsAt !== null && endsAt <= now);
  const state = !lasts
    ? liftedAt && say('sanctionState.lifted')
    : liftedAt
      ? say('sanctionState.lifted')
      : isOver
        ? say('sanctionState.over')
        : endsAt
          ? say('sanctionState.until', { when: shortDate(say.locale, endsAt) })
          : say('sanctionState.forGood');
  return (
    <li className={styles.line} data-active={(lasts && !isOver) || undefined}>
      <p>
        <strong>{say(`sanctionKind.${kind}`)}</strong>
        {state && <span className={styles.state}>{state}</span>}
      </p>
      <p className={styles.facts}>
        {[say(`policy.${policy}`), when, by].filter(Boolean).join(' · ')}
      </p>
      {statement && <p className={styles.facts}>{statement}</p>}
    </li>
  );
}
