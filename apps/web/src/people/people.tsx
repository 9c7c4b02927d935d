import type { MemberCard } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { PagedList, roving, SearchField, useSearchText } from '@atalaya/ui/lists';
import { Avatar, Empty } from '@atalaya/ui/pieces';
import { SegmentedControl } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useMe } from '../app/session.ts';
import styles from './people.module.css';
import { type PeopleState, peopleList } from './people-queries.ts';
import { PersonPanel } from './person-panel.tsx';
import { usePresence } from './presence.ts';

/** Everyone in the organisation, who is here now, and one person in detail. */
export function People() {
  const say = useSay();
  const navigate = useNavigate();
  const { who } = useSearch({ from: '/shell/people' });
  const { permissions } = useMe();
  const [state, setState] = useState<PeopleState>('active');
  const search = useSearchText();
  const list = useInfiniteQuery({
    ...peopleList(search.settled, state),
    placeholderData: (before) => before,
  });
  const close = useCallback(() => void navigate({ to: '/people', search: {} }), [navigate]);
  return (
    <div className={styles.panes} data-detail={who !== undefined || undefined}>
      <div className={styles.list}>
        <Page title={say('people.title')}>
          {permissions.includes('members:deactivate') && (
            <SegmentedControl<PeopleState>
              value={state}
              onChange={setState}
              data={(['active', 'deactivated'] as const).map((value) => ({
                value,
                label: say(`people.${value}`),
              }))}
              aria-label={say('people.state')}
              mb="sm"
            />
          )}
          <SearchField search={search} label={say('people.search')} />
          <PagedList
            list={list}
            rows={10}
            avatar
            empty={
              <Empty
                icon={IconUserOff}
                title={say('people.nothing')}
                text={say('people.nothing.text')}
              />
            }
          >
            {(people) => (
              <ul className={styles.people} aria-label={say('people.title')} {...roving}>
                {people.map((person, index) => (
                  <PersonRow
                    key={person.id}
                    person={person}
                    isOpen={person.id === who}
                    isStop={who ? person.id === who : index === 0}
                  />
                ))}
              </ul>
            )}
          </PagedList>
        </Page>
      </div>
      {who && <PersonPanel key={who} memberId={who} onClose={close} />}
    </div>
  );
}

interface PersonRowProps {
  person: MemberCard;
  isOpen: boolean;
  isStop: boolean;
}

function PersonRow({ person, isOpen, isStop }: PersonRowProps) {
  const say = useSay();
  const { presence, statusText } = usePresence(person);
  return (
    <li>
      <Link
        to="/people"
        search={{ who: person.id }}
        className={styles.person}
        data-open={isOpen || undefined}
        data-rove
        tabIndex={isStop ? 0 : -1}
      >
        <Avatar id={person.id} name={person.displayName} presence={presence} />
        <span className={styles.names}>
          <span className={styles.name}>{person.displayName}</span>
          <span className={styles.username}>@{person.username}</span>
        </span>
        <span className={styles.status}>{statusText}</span>
        {person.role !== 'member' && (
          <span className={styles.role}>{say(`role.${person.role}`)}</span>
        )}
      </Link>
    </li>
  );
}
