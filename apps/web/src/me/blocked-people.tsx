import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { blockedPeople, setBlocked } from '../chat/blocks.ts';
import styles from './me.module.css';

/** Whom one has blocked, and the way back. */
export function BlockedPeople() {
  const say = useSay();
  const errorText = useErrorText();
  const { data: people = [] } = useQuery(blockedPeople);
  const unblock = (memberId: string) => {
    setBlocked(memberId, false).catch((error) => toastFailure(errorText(error)));
  };
  return (
    <section className={styles.section} aria-labelledby="blocked">
      <h2 id="blocked">{say('me.blocked')}</h2>
      <p className={styles.dim}>
        {say(people.length === 0 ? 'me.blocked.none' : 'me.blocked.text')}
      </p>
      {people.map((person) => (
        <div key={person.id} className={styles.row}>
          <span className={styles.person}>
            <Avatar id={person.id} name={person.displayName} size={28} />
            {person.displayName}
          </span>
          <Button
            size="xs"
            variant="default"
            aria-label={say('person.unblock.named', { name: person.displayName })}
            onClick={() => unblock(person.id)}
          >
            {say('person.unblock')}
          </Button>
        </div>
      ))}
    </section>
  );
}
