import type { RouterOutputs } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Checkbox } from '@mantine/core';
import { useNow } from '../app/now.ts';
import table from '../app/table.module.css';
import styles from './jobs.module.css';

type FailedJob = RouterOutputs['system']['jobs']['failed']['items'][number];

interface JobsTableProps {
  jobs: readonly FailedJob[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What failed, with a box before each to choose it. */
export function JobsTable({ jobs, chosen, onChoose }: JobsTableProps) {
  const say = useSay();
  const now = useNow();
  const all = jobs.every(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <table className={`${table.table} ${styles.table}`}>
      <caption className="visually-hidden">{say('jobs.title')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Checkbox
              size="xs"
              aria-label={say('jobs.all')}
              checked={all}
              indeterminate={!all && chosen.size > 0}
              onChange={() => onChoose(new Set(all ? [] : jobs.map(({ id }) => id)))}
            />
          </th>
          <th scope="col">{say('jobs.column.name')}</th>
          <th scope="col">{say('jobs.column.error')}</th>
          <th scope="col">{say('jobs.column.tries')}</th>
          <th scope="col">{say('jobs.column.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map(({ id, name, error, tries, failedAt }) => (
          <tr key={id} data-current={chosen.has(id) || undefined}>
            <td>
              <Checkbox
                size="xs"
                aria-label={`${name}: ${error}`}
                checked={chosen.has(id)}
                onChange={(event) => choose(id, event.currentTarget.checked)}
              />
            </td>
            <td className={styles.name}>{name}</td>
            <td className={styles.error}>{error}</td>
            <td>{tries}</td>
            <td>
              <time dateTime={failedAt.toISOString()} title={fullStamp(say.locale, failedAt)}>
                {relative(say.locale, failedAt, now)}
              </time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
