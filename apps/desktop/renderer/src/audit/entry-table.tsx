import type { AuditEntry } from '@atalaya/api/types';
import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Fragment, useEffect, useRef } from 'react';
import table from '../app/table.module.css';
import { changeLines, lineText } from './changes.ts';
import styles from './entry-table.module.css';

interface EntryTableProps {
  entries: AuditEntry[];
  /** Position of the entry whose details are open. */
  open: number | null;
  /** Position that was asked for: its entry is marked, or the place where it is missing. */
  sought: number | null;
  onOpen: (position: number) => void;
}

/** Entries as dense rows. */
export function EntryTable({ entries, open, sought, onOpen }: EntryTableProps) {
  const say = useSay();
  const box = useRef<HTMLTableElement>(null);
  useEffect(() => {
    if (sought === null) return;
    const row = box.current?.querySelector<HTMLElement>('[data-sought]');
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector('button')?.focus({ preventScroll: true });
  }, [sought]);
  const last = entries.at(-1)?.position ?? 0;
  return (
    <table ref={box} className={`${table.table} ${styles.table}`}>
      <thead>
        <tr>
          <th scope="col">{say('audit.at')}</th>
          <th scope="col">{say('audit.actor')}</th>
          <th scope="col">{say('audit.action')}</th>
          <th scope="col">{say('audit.subject')}</th>
          <th scope="col">{say('audit.change')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, index) => (
          <Fragment key={entry.position}>
            {isHole(sought, entries[index - 1]?.position, entry.position) && (
              <Hole position={sought ?? 0} />
            )}
            <tr
              data-current={entry.position === open || undefined}
              data-sought={entry.position === sought || undefined}
            >
              <td>
                <button
                  type="button"
                  className={styles.open}
                  data-entry={entry.position}
                  aria-expanded={entry.position === open}
                  onClick={() => onOpen(entry.position)}
                >
                  <time dateTime={entry.at.toISOString()} title={fullStamp(say.locale, entry.at)}>
                    {stamp(say.locale, entry.at)}
                  </time>
                  <span className="visually-hidden">
                    {' '}
                    {say('audit.details', { position: entry.position })}
                  </span>
                </button>
              </td>
              <td>{entry.actor?.displayName ?? say('audit.system')}</td>
              <td>
                <code>{entry.action}</code>
              </td>
              <td>
                {entry.subjectName ?? entry.subjectId ?? ''}{' '}
                <span className={styles.dim}>{entry.subjectType}</span>
              </td>
              <td className={styles.change}>
                {changeLines(entry).slice(0, 3).map(lineText).join(' · ')}
              </td>
            </tr>
          </Fragment>
        ))}
        {sought !== null && sought < last && <Hole position={sought} />}
      </tbody>
    </table>
  );
}

const stamps = new Map<string, Intl.DateTimeFormat>();

/** Day and time to the second: in a log the order of things matters. */
function stamp(locale: string, at: Date): string {
  let format = stamps.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' });
    stamps.set(locale, format);
  }
  return format.format(at);
}

/** Whether the position lies between two that follow each other in the list, or above its first. */
const isHole = (position: number | null, above: number | undefined, below: number): boolean =>
  position !== null && position > below && (above === undefined || position < above);

/** In the place of an entry that is not there. */
function Hole({ position }: { position: number }) {
  const say = useSay();
  return (
    <tr className={styles.hole} data-sought>
      <td colSpan={5}>{say('audit.missing', { position })}</td>
    </tr>
  );
}
