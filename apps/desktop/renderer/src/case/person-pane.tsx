import type { CaseDetail } from '@atalaya/api/types';
import { relative, shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { Kbd } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { SanctionLine } from '../people/sanction-line.tsx';
import styles from './person-pane.module.css';

/** Whom the case is about: who they are here, and what was decided about them before. */
export function PersonPane({ detail: { person } }: { detail: CaseDetail }) {
  const say = useSay();
  if (!person) {
    return (
      <aside className={styles.pane} aria-label={say('case.person')}>
        <p className={styles.none}>{say('case.person.none')}</p>
      </aside>
    );
  }
  const { counts } = person;
  return (
    <aside className={styles.pane} aria-label={say('case.person')}>
      <header className={styles.head}>
        <Avatar id={person.id} name={person.displayName} size={44} />
        <div>
          <h2>{person.displayName}</h2>
          <p>
            @{person.username} · {say(`role.${person.role}`)}
          </p>
          {person.state !== 'active' && (
            <p className={styles.state}>
              {person.bannedUntil
                ? say('staffPeople.bannedUntil', {
                    when: shortDate(say.locale, person.bannedUntil),
                  })
                : say(`memberState.${person.state}`)}
            </p>
          )}
        </div>
      </header>
      <p className={styles.since}>
        {say('case.person.since', { date: shortDate(say.locale, person.createdAt) })}
      </p>
      <Link to="/people" search={{ who: person.id }} className={styles.dossier}>
        {say('case.person.dossier')} <Kbd size="xs">G</Kbd> <Kbd size="xs">P</Kbd>
      </Link>
      <dl className={styles.counts}>
        <Count label={say('case.person.cases')} value={counts.cases} />
        <Count label={say('case.person.openCases')} value={counts.openCases} />
        <Count label={say('case.person.sanctions')} value={counts.sanctions} />
        <Count label={say('case.person.active')} value={counts.activeSanctions} />
        <Count label={say('case.person.flagsRaised')} value={say(`flags.${counts.flagsRaised}`)} />
      </dl>
      <section>
        <h3 className={styles.title}>{say('case.person.history')}</h3>
        {person.sanctions.length === 0 ? (
          <p className={styles.none}>{say('case.person.clean')}</p>
        ) : (
          <ul className={styles.history}>
            {person.sanctions.map((sanction) => (
              <SanctionLine
                key={sanction.id}
                sanction={sanction}
                by={sanction.decidedBy.displayName}
                when={relative(say.locale, sanction.startsAt)}
              />
            ))}
          </ul>
        )}
      </section>
    </aside>
  );
}

function Count({ label, value }: { label: string; value: number | string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
