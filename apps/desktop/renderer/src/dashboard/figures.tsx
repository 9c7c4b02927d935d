import type { Dashboard, Sample } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Link } from '@tanstack/react-router';
import styles from './figures.module.css';
import { places } from './places.ts';

type Name = keyof Dashboard['figures'];
const order = [
  'onlinePeople',
  'newPeople',
  'messages',
  'openCases',
  'overdueCases',
  'openAlerts',
] as const satisfies Name[];
const urgent: readonly Name[] = ['overdueCases', 'openAlerts'];

interface FiguresProps {
  figures: Dashboard['figures'];
  latest: Sample | undefined;
}

/** The six numbers that matter. What the live line tells is newer than what was read. */
export function Figures({ figures, latest }: FiguresProps) {
  const say = useSay();
  const live: Partial<Record<Name, number | null | undefined>> = {
    onlinePeople: latest?.onlinePeople,
    openCases: latest?.openCases,
    overdueCases: latest?.overdueCases,
    openAlerts: latest?.openAlerts,
  };
  return (
    <section className={styles.figures} aria-label={say('dashboard.figures')}>
      {order.map((name) => {
        const { value, opens } = figures[name];
        const now = live[name] ?? value;
        const { to, search, hash, prepare } = places[opens];
        return (
          <Link
            key={name}
            to={to}
            search={search ?? {}}
            {...(hash && { hash, hashScrollIntoView: false })}
            onClick={() => {
              prepare?.();
              if (hash) document.getElementById(hash)?.focus();
            }}
            className={styles.figure}
            data-urgent={(urgent.includes(name) && now > 0) || undefined}
          >
            <span className={styles.value} data-figure={name}>
              {new Intl.NumberFormat(say.locale).format(now)}
            </span>
            <span className={styles.name}>{say(`dashboard.${name}`)}</span>
          </Link>
        );
      })}
    </section>
  );
}
