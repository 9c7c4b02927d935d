import { Confirm } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconMoodCheck, IconStackPop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NoPermission, Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import styles from './jobs.module.css';
import { failedJobs, handleJobs } from './jobs-query.ts';
import { JobsTable } from './jobs-table.tsx';

/** Work that failed as often as it may, and waits for somebody to decide. */
export function JobsScreen() {
  const say = useSay();
  const may = useMay('system:settings');
  return may ? <FailedJobs /> : <NoPermission title={say('jobs.title')} />;
}

function FailedJobs() {
  const say = useSay();
  const errorText = useErrorText();
  const { data, error, refetch } = useQuery(failedJobs);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const items = data?.items ?? [];
  const ids = items.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const handle = async (how: 'retry' | 'discard') => {
    try {
      const count = await handleJobs(how, ids);
      toastDone(say(how === 'retry' ? 'jobs.retried' : 'jobs.discarded', { count }));
      setChosen(new Set());
    } catch (failure) {
      toastFailure(errorText(failure));
    }
  };
  return (
    <Screen
      title={say('jobs.title')}
      actions={
        items.length > 0 && (
          <>
            <Button
              size="xs"
              variant="default"
              disabled={ids.length === 0}
              onClick={() => setAsking(true)}
            >
              {say('jobs.discard')}
            </Button>
            <Button size="xs" disabled={ids.length === 0} onClick={() => void handle('retry')}>
              {say('jobs.retry')}
            </Button>
          </>
        )
      }
    >
      {data === undefined && error === null && <RowsSkeleton rows={4} />}
      {data === undefined && error !== null && (
        <Failure icon={IconStackPop} error={error} onRetry={() => void refetch()} />
      )}
      {data && items.length === 0 && (
        <Empty icon={IconMoodCheck} title={say('jobs.none')} text={say('jobs.none.text')} />
      )}
      {data && items.length > 0 && (
        <>
          <p className={styles.text}>{say('jobs.text')}</p>
          <JobsTable jobs={items} chosen={chosen} onChoose={setChosen} />
          {data.total > items.length && (
            <p className={styles.text}>{say('jobs.more', { count: data.total - items.length })}</p>
          )}
        </>
      )}
      {isAsking && (
        <Confirm
          title={say('jobs.discard.title', { count: ids.length })}
          text={say('jobs.discard.text')}
          confirm={say('jobs.discard')}
          onConfirm={() => handle('discard')}
          onClose={() => setAsking(false)}
        />
      )}
    </Screen>
  );
}
