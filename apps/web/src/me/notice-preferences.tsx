import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { toastFailure } from '@atalaya/ui/toasts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import styles from './me.module.css';
import { NoticeChoices } from './notice-choices.tsx';
import {
  type NoticeChanges,
  noticePreferences,
  setNoticePreferences,
} from './notice-preferences-queries.ts';
import { NoticeTimes } from './notice-times.tsx';
import { PushSwitch } from './push-switch.tsx';

/** Of what one is told, and by what way. */
export function NoticePreferencesForm() {
  const say = useSay();
  const errorText = useErrorText();
  const preferences = useQuery(noticePreferences);
  const { data } = preferences;
  const change = (changes: NoticeChanges) => {
    setNoticePreferences(changes).catch((error) => toastFailure(errorText(error)));
  };
  return (
    <section className={styles.section}>
      <h2>{say('notify.title')}</h2>
      <p className={styles.dim}>{say('notify.text')}</p>
      {preferences.isPending && <RowsSkeleton rows={10} />}
      {preferences.isError && !data && (
        <Failure
          icon={IconAlertTriangle}
          error={preferences.error}
          onRetry={() => void preferences.refetch()}
        />
      )}
      {data && (
        <>
          <NoticeChoices preferences={data} onChange={change} />
          {!data.mail.verified && <p className={styles.dim}>{say('notify.unverified')}</p>}
          <PushSwitch isOffered={data.offered.push} />
          <NoticeTimes preferences={data} onChange={change} />
        </>
      )}
    </section>
  );
}
