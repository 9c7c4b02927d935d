import type { PersonRow } from '@atalaya/api/types';
import { fullStamp, relative, shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { roving } from '@atalaya/ui/lists';
import { Avatar } from '@atalaya/ui/pieces';
import { Link } from '@tanstack/react-router';
import { useNow } from '../app/now.ts';
import table from '../app/table.module.css';
import { accountState } from './account-state.ts';
import styles from './people.module.css';

interface PeopleTableProps {
  people: readonly PersonRow[];
  /** Whose file is open. */
  who: string | undefined;
  sort: string | undefined;
}

/** People as rows; on a phone what matters of each in three lines. */
export function PeopleTable({ people, who, sort }: PeopleTableProps) {
  const say = useSay();
  const now = useNow();
  const current = people.some(({ id }) => id === who) ? who : people[0]?.id;
  return (
    <table
      className={`${table.table} ${styles.table}`}
      data-beside={who !== undefined || undefined}
      onKeyDown={roving.onKeyDown}
      onFocus={roving.onFocus}
    >
      <caption className="visually-hidden">{say('staffPeople.list')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('staffPeople.column.name')}</th>
          <th scope="col">{say('staffPeople.column.role')}</th>
          <th scope="col">{say('staffPeople.column.state')}</th>
          <th scope="col">{say('staffPeople.column.email')}</th>
          <th scope="col">{say('staffPeople.column.joined')}</th>
          <th scope="col">{say('staffPeople.column.active')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} data-current={person.id === who || undefined}>
            <td>
              <Link
                to="/people"
                search={{ who: person.id, ...(sort && { sort }) }}
                replace={who !== undefined}
                className={styles.person}
                data-person={person.id}
                data-rove
                tabIndex={person.id === current ? 0 : -1}
                {...(person.id === who && { 'aria-current': 'true' })}
              >
                <Avatar
                  id={person.id}
                  name={person.displayName}
                  size={26}
                  presence={person.presence}
                />
                <span className={styles.name}>
                  <strong>{person.displayName}</strong> <span>@{person.username}</span>
                </span>
              </Link>
            </td>
            <td>{say(`role.${person.role}`)}</td>
            <td data-bad={person.state !== 'active' || undefined}>
              {accountState(say, person, now)}
            </td>
            <td className={styles.email}>
              {person.email}
              {!person.emailVerified && <span> ({say('staffPeople.unverified')})</span>}
            </td>
            <td>
              <time
                dateTime={person.joinedAt.toISOString()}
                title={fullStamp(say.locale, person.joinedAt)}
              >
                {shortDate(say.locale, person.joinedAt, now)}
              </time>
            </td>
            <td>
              {person.lastActiveAt ? (
                <time
                  dateTime={person.lastActiveAt.toISOString()}
                  title={fullStamp(say.locale, person.lastActiveAt)}
                >
                  {relative(say.locale, person.lastActiveAt, now)}
                </time>
              ) : (
                say('staffPeople.never')
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
