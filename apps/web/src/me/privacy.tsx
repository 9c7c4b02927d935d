import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { receiptsChoice, setReceipts } from '../chat/receipts.ts';
import { BlockedPeople } from './blocked-people.tsx';
import styles from './me.module.css';

/** What others learn of one, and from whom one does not want to hear. */
export function Privacy() {
  const say = useSay();
  const errorText = useErrorText();
  const { data: on } = useQuery(receiptsChoice);
  const choose = (chosen: boolean) => {
    setReceipts(chosen).catch((error) => toastFailure(errorText(error)));
  };
  return (
    <>
      <section className={styles.section}>
        <h2>{say('me.privacy')}</h2>
        <Switch
          label={say('me.receipts')}
          description={say('me.receipts.text')}
          checked={on ?? true}
          disabled={on === undefined}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
      </section>
      <BlockedPeople />
    </>
  );
}
