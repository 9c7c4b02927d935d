import type { AuditEntry } from '@atalaya/api/types';
import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { changeLines, lineText } from './changes.ts';
import styles from './entry-table.module.css';

interface EntryTableProps {
  entries: AuditEntry[];
  /** Position of the entry whose details are open. */
  open: number | null;
  onOpen: (position: number) => void;
}

/** Entries as dense rows. */
export function EntryTable({ entries, open, onOpen }: EntryTableProps) {
  const say = useSay();
  return (
    <table className={styles.table}>
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
        {entries.map((entry) => (
          <tr key={entry.position} data-current={entry.position === open || undefined}>
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
        ))}
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
