import { sizeText } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import styles from './me.module.css';

/** Others send files too: it is looked at again while it is on the screen. */
const fileUsage = queryOptions({
  queryKey: ['files', 'usage'],
  queryFn: () => api.files.usage.query(),
  staleTime: 0,
  refetchInterval: 15_000,
});

const nearly = 0.9;
/** Less than this is no room for any file that people send. */
const leastRoom = 1_000;

/** How much of the organisation's room for files is taken, and what happens when there is none left. */
export function FileRoom() {
  const say = useSay();
  const usage = useQuery(fileUsage);
  return (
    <section className={styles.section}>
      <h2>{say('me.files')}</h2>
      {usage.isPending && <RowsSkeleton rows={2} />}
      {usage.isError && !usage.data && (
        <Failure
          icon={IconAlertTriangle}
          error={usage.error}
          onRetry={() => void usage.refetch()}
        />
      )}
      {usage.data && <Room {...usage.data} />}
    </section>
  );
}

function Room({ bytes, quotaBytes }: { bytes: number; quotaBytes: number }) {
  const say = useSay();
  const part = Math.min(1, bytes / quotaBytes);
  const state =
    quotaBytes - bytes < leastRoom ? 'full' : part >= nearly ? 'nearly' : ('text' as const);
  const color = { full: { color: 'red' }, nearly: { color: 'yellow' }, text: {} }[state];
  const format = new Intl.NumberFormat(say.locale, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <div className={styles.room}>
      <Progress value={part * 100} {...color} aria-label={say('me.files')} />
      <p>
        {say('me.files.used', {
          used: sizeText(say.locale, bytes),
          quota: sizeText(say.locale, quotaBytes),
          // Not full before it is.
          part: format.format(Math.floor(part * 100) / 100),
        })}
      </p>
      <p className={styles.dim} role={state === 'text' ? undefined : 'status'}>
        {say(`me.files.${state}`)}
      </p>
    </div>
  );
}
