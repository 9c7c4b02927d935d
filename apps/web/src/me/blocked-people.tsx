import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Avatar, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { blockedPeople, setBlocked } from '../chat/blocks.ts';
import styles from './me.module.css';

/** Whom one has blocked, and the way back. */
export function BlockedPeople() {
  const say = useSay();
  const errorText = useErrorText();
  const list = useQuery(blockedPeople);
  const { data: people } = list;
  const unblock = (memberId: string) => {
    setBlocked(memberId, false).catch((error) => toastFailure(errorText(error)));
  };
  return (
    <section className={styles.section} aria-labelledby="blocked">
      <h2 id="blocked">{say('me.blocked')}</h2>
      {list.isPending && <RowsSkeleton rows={2} avatar />}
      {list.isError && !people && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {people && (
        <p className={styles.dim}>
          {say(people.length === 0 ? 'me.blocked.none' : 'me.blocked.text')}
        </p>
      )}
      {people?.map((person) => (
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
