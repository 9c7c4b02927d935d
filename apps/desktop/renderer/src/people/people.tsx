import type { PersonRow, Role } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { PagedList, SearchField, useSearchText } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { Button, NativeSelect } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useScreenKeys } from '../app/keys.ts';
import { rowKeys } from '../app/row-keys.ts';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import { Dossier } from './dossier.tsx';
import styles from './people.module.css';
import { type PeopleFilters, peopleList } from './people-queries.ts';
import { PeopleTable } from './people-table.tsx';

const roles = ['member', 'moderator', 'admin', 'superadmin', 'auditor'] as const satisfies Role[];
const states = ['active', 'deactivated', 'banned'] as const satisfies PersonRow['state'][];
const sorts = ['name', 'joined', 'lastActive'] as const;

/** Everyone of the organisation, and beside the list one person's file. */
export function PeopleScreen() {
  const say = useSay();
  const may = useMay('people:read');
  return may ? <People /> : <NoPermission title={say('staffPeople.title')} />;
}

function People() {
  const say = useSay();
  const navigate = useNavigate();
  const { who, sort: wanted } = useSearch({ from: '/shell/people' });
  const search = useSearchText();
  const [role, setRole] = useState<Role | ''>('');
  const [state, setState] = useState<PersonRow['state'] | ''>('');
  const box = useRef<HTMLDivElement>(null);
  const sort = sorts.find((one) => one === wanted) ?? 'name';
  const filters: PeopleFilters = {
    sort,
    ...(role && { role }),
    ...(state && { state }),
    ...(search.settled && { search: search.settled }),
  };
  // While other filters are read the list of before stays: it does not flicker as one writes.
  const list = useInfiniteQuery({ ...peopleList(filters), placeholderData: keepPreviousData });

  const go = (next: { who?: string | undefined; sort?: string | undefined }) => {
    const { who: whom, sort: by } = { who, sort: wanted, ...next };
    return navigate({
      to: '/people',
      search: { ...(whom && { who: whom }), ...(by && { sort: by }) },
      replace: true,
    });
  };
  const close = () => {
    void go({ who: undefined });
    box.current?.querySelector<HTMLElement>(`[data-person="${CSS.escape(who ?? '')}"]`)?.focus();
  };
  const clear = () => {
    search.write('');
    setRole('');
    setState('');
  };
  useListKeys(box);
  return (
    <Screen
      title={say('staffPeople.title')}
      side={who && <Dossier key={who} memberId={who} onClose={close} />}
    >
      <div ref={box}>
        <search className={styles.filters}>
          <SearchField search={search} label={say('staffPeople.search')} />
          <NativeSelect
            aria-label={say('staffPeople.role')}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as typeof role)}
            data={[
              { value: '', label: say('staffPeople.anyRole') },
              ...roles.map((value) => ({ value, label: say(`role.${value}`) })),
            ]}
          />
          <NativeSelect
            aria-label={say('staffPeople.state')}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as typeof state)}
            data={[
              { value: '', label: say('staffPeople.anyState') },
              ...states.map((value) => ({ value, label: say(`memberState.${value}`) })),
            ]}
          />
          <NativeSelect
            aria-label={say('staffPeople.sort')}
            value={sort}
            onChange={(event) => void go({ sort: event.currentTarget.value })}
            data={sorts.map((value) => ({ value, label: say(`staffPeople.sort.${value}`) }))}
          />
        </search>
        <div aria-busy={list.isFetching}>
          <PagedList
            list={list}
            rows={14}
            avatar
            empty={
              <Empty
                icon={IconUserSearch}
                title={say('staffPeople.nothing')}
                text={say('staffPeople.nothing.text')}
              >
                <Button variant="default" size="sm" onClick={clear}>
                  {say('staffPeople.clear')}
                </Button>
              </Empty>
            }
          >
            {(people: PersonRow[]) => <PeopleTable people={people} who={who} sort={wanted} />}
          </PagedList>
        </div>
      </div>
    </Screen>
  );
}

/** J and K move along the names, Enter opens one, as it does with every link. */
function useListKeys(box: { current: HTMLElement | null }): void {
  const navigate = useNavigate();
  useScreenKeys({
    title: 'keys.people',
    keys: [
      ...rowKeys({ box }),
      {
        keys: ['enter'],
        label: 'Enter',
        does: 'keys.openPerson',
        press: () => {
          const who = (document.activeElement as HTMLElement | null)?.dataset['person'];
          if (who) void navigate({ to: '/people', search: (old) => ({ ...old, who }) });
        },
      },
      {
        keys: ['/'],
        label: '/',
        does: 'keys.searchPeople',
        press: () => box.current?.querySelector('input')?.focus(),
      },
    ],
  });
}
