import type { AuditEntry } from '@atalaya/api/types';
import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { type ChangeLine, changeLines, isSame } from './changes.ts';
import styles from './entry-panel.module.css';
import type { Filters } from './filters.ts';

interface EntryPanelProps {
  entry: AuditEntry;
  /** Shows only entries like this one. */
  onFilter: (filters: Filters) => void;
  onClose: () => void;
}

/** One entry: who, what, when, from where, and what changed from what to what. */
export function EntryPanel({ entry, onFilter, onClose }: EntryPanelProps) {
  const say = useSay();
  const { actor, action, subjectType, subjectId, ip, userAgent, requestId } = entry;
  const only = (filters: Filters) => (
    <Button size="compact-xs" variant="default" onClick={() => onFilter(filters)}>
      {say('audit.only')}
    </Button>
  );
  return (
    <SidePanel title={say('audit.details', { position: entry.position })} onClose={onClose}>
      <div className={styles.panel}>
        <Changes lines={changeLines(entry)} />
        <dl>
          <Fact label={say('audit.at')}>
            {fullStamp(say.locale, entry.at)}
            <small>{entry.at.toISOString()}</small>
          </Fact>
          <Fact label={say('audit.actor')} tool={actor && only({ who: actor.id })}>
            {actor ? (
              <Link to="/people" search={{ who: actor.id }}>
                {actor.displayName} (@{actor.username})
              </Link>
            ) : (
              say('audit.system')
            )}
          </Fact>
          <Fact label={say('audit.action')} tool={only({ action })}>
            <code>{action}</code>
          </Fact>
          <Fact
            label={say('audit.subject')}
            tool={subjectId && only({ type: subjectType, id: subjectId })}
          >
            <Subject entry={entry} />
            <small>{subjectType}</small>
          </Fact>
          {ip && <Fact label={say('audit.ip')}>{ip}</Fact>}
          {userAgent && <Fact label={say('audit.device')}>{userAgent}</Fact>}
          <Fact label={say('audit.request')}>
            <code>{requestId}</code>
          </Fact>
        </dl>
      </div>
    </SidePanel>
  );
}

/** What the entry is about, as a way there where there is one. */
function Subject({ entry: { subjectType, subjectId, subjectName } }: { entry: AuditEntry }) {
  const text = subjectName ?? subjectId;
  if (subjectId === null) return '—';
  if (subjectType === 'member') {
    return (
      <Link to="/people" search={{ who: subjectId }}>
        {text}
      </Link>
    );
  }
  if (subjectType === 'case') {
    return (
      <Link to="/queue" search={{ case: subjectId }}>
        {text}
      </Link>
    );
  }
  if (subjectType === 'setting') {
    return (
      <Link to="/settings" hash={subjectId}>
        {text}
      </Link>
    );
  }
  if (subjectType === 'rule') {
    return (
      <Link to="/rules" search={{ rule: subjectId }}>
        {text}
      </Link>
    );
  }
  return <code>{text}</code>;
}

function Changes({ lines }: { lines: ChangeLine[] }) {
  const say = useSay();
  if (lines.length === 0) return <p className={styles.none}>{say('audit.noChange')}</p>;
  return (
    <table className={styles.changes}>
      <thead>
        <tr>
          <th scope="col">{say('audit.field')}</th>
          <th scope="col">{say('audit.before')}</th>
          <th scope="col">{say('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.path} data-same={isSame(line) || undefined}>
            <th scope="row">{line.path === '' ? say('audit.value') : <Path path={line.path} />}</th>
            <td>{line.before ?? '—'}</td>
            <td>{line.after ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The name of a value; where it does not fit it goes on after a point. */
function Path({ path }: { path: string }) {
  const parts = path.split('.');
  return parts.map((part, index) => (
    <Fragment key={index}>
      {index > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}

interface FactProps {
  label: string;
  /** What can be done with it. */
  tool?: ReactNode;
  children: ReactNode;
}

function Fact({ label, tool, children }: FactProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span>{children}</span>
        {tool}
      </dd>
    </div>
  );
}
