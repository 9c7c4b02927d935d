import type { PersonDetail } from '@atalaya/api/types';
import { relative, shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { Avatar, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useNow } from '../app/now.ts';
import { accountState } from './account-state.ts';
import styles from './dossier.module.css';
import { Count, Fact, Part } from './dossier-parts.tsx';
import { FlaggingPart } from './flagging-part.tsx';
import { personQuery } from './people-queries.ts';
import { SanctionLine } from './sanction-line.tsx';
import { Sessions } from './sessions.tsx';

interface DossierProps {
  memberId: string;
  onClose: () => void;
}

/** One person's file: account, sanctions, cases and sessions. */
export function Dossier({ memberId, onClose }: DossierProps) {
  const say = useSay();
  const { data, error, isPending, refetch } = useQuery(personQuery(memberId));
  return (
    <div className={styles.place}>
      <SidePanel title={say('dossier.title')} onClose={onClose}>
        {isPending && <RowsSkeleton rows={12} />}
        {error && !data && (
          <Failure icon={IconAlertTriangle} error={error} onRetry={() => void refetch()} />
        )}
        {data && <File person={data} />}
      </SidePanel>
    </div>
  );
}

function File({ person }: { person: PersonDetail }) {
  const say = useSay();
  const { counts } = person;
  return (
    <div className={styles.file}>
      <header className={styles.head}>
        <Avatar id={person.id} name={person.displayName} size={48} presence={person.presence} />
        <div>
          <h3>{person.displayName}</h3>
          <p>
            @{person.username} · {say(`role.${person.role}`)}
          </p>
          {person.statusText && <p>{person.statusText}</p>}
        </div>
      </header>
      {person.bio && <p className={styles.bio}>{person.bio}</p>}
      <Account person={person} />
      <Part title="dossier.counts">
        <dl className={styles.counts}>
          <Count label="dossier.openSessions" value={counts.openSessions} />
          <Count label="dossier.counts.flagsReceived" value={counts.flagsReceived} />
          <Count label="dossier.counts.flagsGiven" value={say(`flags.${counts.flagsGiven}`)} />
        </dl>
      </Part>
      <FlaggingPart person={person} />
      <Sanctions person={person} />
      <Part title="dossier.cases" count={counts.cases} shown={person.cases.length}>
        {person.cases.length === 0 && <p className={styles.none}>{say('dossier.cases.none')}</p>}
        <Cases cases={person.cases} />
      </Part>
      <Part title="dossier.sessions">
        {person.sessions.length === 0 && (
          <p className={styles.none}>{say('dossier.sessions.none')}</p>
        )}
        <Sessions sessions={person.sessions} />
      </Part>
    </div>
  );
}

function Account({ person }: { person: PersonDetail }) {
  const say = useSay();
  const now = useNow();
  const language = new Intl.DisplayNames(say.locale, { type: 'language' }).of(person.locale);
  return (
    <Part title="dossier.identity">
      <dl className={styles.facts}>
        <Fact label="staffPeople.column.state" isBad={person.state !== 'active'}>
          {accountState(say, person, now)}
        </Fact>
        <Fact label="staffPeople.column.email">
          {person.email}
          {!person.emailVerified && ` (${say('staffPeople.unverified')})`}
        </Fact>
        <Fact label="dossier.joined">{shortDate(say.locale, person.joinedAt, now)}</Fact>
        <Fact label="dossier.lastActive">
          {person.lastActiveAt
            ? relative(say.locale, person.lastActiveAt, now)
            : say('staffPeople.never')}
        </Fact>
        <Fact label="dossier.language">{language}</Fact>
      </dl>
    </Part>
  );
}

/** What is in force now, and below it what was. */
function Sanctions({ person: { sanctions, counts } }: { person: PersonDetail }) {
  const say = useSay();
  const now = useNow();
  const groups = [
    ['dossier.sanctions.active', sanctions.filter(({ active }) => active)],
    ['dossier.sanctions.past', sanctions.filter(({ active }) => !active)],
  ] as const;
  return (
    <Part title="dossier.sanctions" count={counts.sanctions} shown={sanctions.length}>
      {sanctions.length === 0 && <p className={styles.none}>{say('dossier.sanctions.none')}</p>}
      {groups.map(([title, some]) =>
        some.length === 0 ? null : (
          <section key={title}>
            <h5 className={styles.group}>{say(title)}</h5>
            <ul className={styles.list}>
              {some.map((sanction) => (
                <SanctionLine
                  key={sanction.id}
                  sanction={sanction}
                  when={relative(say.locale, sanction.startsAt, now)}
                  {...(sanction.kind === 'mute' && {
                    by: say(
                      sanction.channelId
                        ? 'dossier.sanctions.channel'
                        : 'dossier.sanctions.everywhere',
                    ),
                  })}
                />
              ))}
            </ul>
          </section>
        ),
      )}
    </Part>
  );
}

/** The cases about this person. Each opens in the queue. */
function Cases({ cases }: Pick<PersonDetail, 'cases'>) {
  const say = useSay();
  const now = useNow();
  return (
    <ul className={styles.list}>
      {cases.map((one) => (
        <li key={one.id} className={styles.case} data-severity={one.severity}>
          <Link to="/queue" search={{ case: one.id }}>
            {say(`subject.${one.subjectType}`)}: {say(`policy.${one.policy}`)}
          </Link>
          <p className={styles.small}>
            {[
              say(`severity.${one.severity as 1}`),
              say(`caseState.${one.state}`),
              say('queue.flags', { count: one.flagCount }),
              relative(say.locale, one.openedAt, now),
            ].join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}
