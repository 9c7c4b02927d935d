import { useSay } from '@atalaya/ui/i18n';
import { Logo } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { alertCount } from '../alerts/alert-count.ts';
import { useMe } from '../app/session.ts';
import { queueCounts } from '../queue/live-queue.ts';
import styles from './rail.module.css';
import { RailMore } from './rail-more.tsx';
import { inNarrowBar, screens } from './screens.ts';

/** The screens at the left edge, each with what waits there. */
export function Rail() {
  const say = useSay();
  const { permissions } = useMe();
  const counts = useStore(queueCounts);
  const { open: alerts, critical } = useStore(alertCount);
  const waiting: Partial<Record<string, { count: number; urgent: boolean; text: string }>> = {
    queue: {
      count: counts?.open ?? 0,
      urgent: (counts?.overdue ?? 0) > 0,
      text: say('rail.openCases', { count: counts?.open ?? 0 }),
    },
    alerts: { count: alerts, urgent: critical > 0, text: say('top.alerts', { count: alerts }) },
  };
  const mine = screens.filter(({ needs }) => permissions.includes(needs));
  return (
    <nav className={styles.rail} aria-label={say('rail.label')}>
      <span className={styles.logo}>
        <Logo size={26} />
      </span>
      {mine.map(({ to, name, icon: Icon }) => {
        const badge = waiting[name];
        return (
          <Tooltip key={name} label={say(`rail.${name}`)} position="right">
            <Link
              to={to}
              className={styles.item}
              data-wide-only={!inNarrowBar.includes(name) || undefined}
              activeOptions={{ exact: to === '/', includeSearch: false }}
            >
              <Icon size={21} stroke={1.6} aria-hidden />
              <span className={styles.name}>{say(`rail.${name}`)}</span>
              {badge && badge.count > 0 && (
                <>
                  <span
                    className={styles.badge}
                    data-urgent={badge.urgent || undefined}
                    aria-hidden
                  >
                    {badge.count > 999 ? '999+' : badge.count}
                  </span>
                  <span className="visually-hidden">, {badge.text}</span>
                </>
              )}
            </Link>
          </Tooltip>
        );
      })}
      <RailMore screens={mine.filter(({ name }) => !inNarrowBar.includes(name))} />
    </nav>
  );
}
