import { EntryFrame, EntryText } from '@atalaya/ui/entry';
import { useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { native } from '../app/native.ts';
import { signOut, useMe } from '../app/session.ts';
import styles from './not-staff.module.css';

/** A member found the console: told in words, with a way on. */
export function NotStaff() {
  const say = useSay();
  const { role } = useMe();
  return (
    <EntryFrame title={say('console.notStaff.title')}>
      <EntryText>
        {say('console.notStaff.text', { role: say(`role.${role}`).toLocaleLowerCase(say.locale) })}
      </EntryText>
      <div className={styles.actions}>
        {!native && (
          <Button component="a" href="/" fullWidth>
            {say('console.notStaff.web')}
          </Button>
        )}
        <Button variant="default" fullWidth onClick={signOut}>
          {say('me.signOut')}
        </Button>
      </div>
    </EntryFrame>
  );
}
