import type { Alert } from '@atalaya/api/types';
import { clock, fullStamp, relative, sameDay, shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Badge, Button, Menu } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { durationText } from '../app/duration.ts';
import { useNow } from '../app/now.ts';
import { useMe } from '../app/session.ts';
import styles from './alert-row.module.css';
import { alertText, caseOf } from './alert-text.ts';
import { type Handling, isSettled, silenceLeft } from './use-handling.ts';

const silences = [15, 60, 480, 1_440] as const;
const colours = { info: 'gray', warning: 'amber', critical: 'red' } as const;

interface AlertRowProps {
  alert: Alert;
  /** Where the Tab key stops. */
  isStop: boolean;
  /** Undefined for who only looks on. */
  handling: Handling | undefined;
}

/** One alert: what happened, how often, who looks after it, and what can be done. */
export function AlertRow({ alert, isStop, handling }: AlertRowProps) {
  const say = useSay();
  const now = useNow();
  const { id, severity, count, firstAt, lastAt } = alert;
  const caseId = caseOf(alert);
  return (
    <li
      className={styles.row}
      data-alert={id}
      data-rove
      data-severity={severity}
      data-settled={isSettled(alert) || undefined}
      tabIndex={isStop ? 0 : -1}
    >
      <div className={styles.body}>
        <p className={styles.text}>{alertText(say, alert)}</p>
        <p className={styles.facts}>
          <Badge
            size="sm"
            radius="sm"
            variant="light"
            color={colours[severity]}
            className={styles.severity}
          >
            {say(`alertSeverity.${severity}`)}
          </Badge>
          <time dateTime={lastAt.toISOString()} title={fullStamp(say.locale, lastAt)}>
            {relative(say.locale, lastAt, now)}
          </time>
          {count > 1 && (
            <span>
              {say('alerts.count', { count })} ·{' '}
              {say('alerts.firstAt', { when: relative(say.locale, firstAt, now) })}
            </span>
          )}
          <Standing alert={alert} />
          {caseId && (
            <Link to="/queue" search={{ case: caseId }} tabIndex={isStop ? 0 : -1}>
              {say('alerts.openCase')}
            </Link>
          )}
        </p>
      </div>
      {handling && alert.state !== 'resolved' && <Actions alert={alert} handling={handling} />}
    </li>
  );
}

/** Who looks after it or did, and whether it is loud or silent. */
function Standing({ alert }: { alert: Alert }) {
  const say = useSay();
  const me = useMe();
  const now = useNow();
  const { state, acknowledgedBy, acknowledgedAt, resolvedBy, resolvedAt, silencedUntil } = alert;
  const when = (at: Date) => relative(say.locale, at, now);
  return (
    <>
      {state === 'open' && alert.escalatedAt && (
        <span className={styles.urgent}>{say('alerts.escalated')}</span>
      )}
      {acknowledgedBy && acknowledgedAt && state === 'acknowledged' && (
        <span className={styles.who}>
          {acknowledgedBy.id === me.id
            ? say('alerts.acknowledgedByMe', { when: when(acknowledgedAt) })
            : say('alerts.acknowledgedBy', {
                name: acknowledgedBy.displayName,
                when: when(acknowledgedAt),
              })}
        </span>
      )}
      {state === 'resolved' && resolvedAt && (
        <span className={styles.who}>
          {resolvedBy
            ? say('alerts.resolvedBy', { name: resolvedBy.displayName, when: when(resolvedAt) })
            : say('alerts.resolvedAt', { when: when(resolvedAt) })}
        </span>
      )}
      {state !== 'resolved' && silencedUntil && silencedUntil > now && (
        <span>
          <IconBellOff size={13} stroke={1.8} aria-hidden />{' '}
          {say('alerts.silencedUntil', {
            when: `${sameDay(silencedUntil, now) ? '' : `${shortDate(say.locale, silencedUntil, now)}, `}${clock(say.locale, silencedUntil)}`,
          })}
        </span>
      )}
    </>
  );
}

function Actions({ alert, handling }: { alert: Alert; handling: Handling }) {
  const say = useSay();
  return (
    <div className={styles.actions}>
      {alert.state === 'open' && (
        <Button size="xs" onClick={() => handling.acknowledge(alert)}>
          {say('alerts.acknowledge')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => handling.resolve(alert)}>
        {say('alerts.resolve')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="subtle" color="gray">
            {say('alerts.silence')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {silences.map((minutes) => (
            <Menu.Item key={minutes} onClick={() => handling.silence(alert, minutes)}>
              {say('alerts.silence.for', { duration: durationText(say, minutes) })}
            </Menu.Item>
          ))}
          {silenceLeft(alert) > 0 && (
            <Menu.Item onClick={() => handling.silence(alert, 0)}>
              {say('alerts.unsilence')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
