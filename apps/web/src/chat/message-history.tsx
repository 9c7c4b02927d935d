import type { Message } from '@atalaya/api/types';
import { Changes } from '@atalaya/ui/changes';
import { Dialog } from '@atalaya/ui/dialogs';
import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { IconAlertTriangle, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../app/atalaya.ts';
import styles from './message-history.module.css';
import { mostRevisions, type Version, versionsOf } from './versions.ts';

interface MessageHistoryProps {
  message: Message;
  onClose: () => void;
}

/** What a message said before, for staff: each version with who wrote it, when, and what changed. */
export function MessageHistory({ message, onClose }: MessageHistoryProps) {
  const say = useSay();
  const history = useQuery({
    queryKey: ['message', message.id, 'history'],
    queryFn: () => api.chat.messages.revisions.query({ messageId: message.id }),
    // Each look is recorded: one for each time that the window opens.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useFocusBack();
  const versions = history.data ? versionsOf(history.data) : [];
  return (
    <Dialog onClose={onClose} title={say('history.title', { name: message.author.displayName })}>
      {history.isPending && <RowsSkeleton rows={4} />}
      {history.isError && (
        <Failure
          icon={IconAlertTriangle}
          error={history.error}
          onRetry={() => void history.refetch()}
        />
      )}
      {history.data && (
        <>
          <p className={styles.recorded}>{say('history.recorded')}</p>
          {versions.length === 1 ? (
            <Empty icon={IconHistory} title={say('history.none')} text={say('history.none.text')} />
          ) : (
            <ol className={styles.versions} aria-label={say('history.list')} reversed>
              {versions.map((version, index) => (
                <VersionRow key={versions.length - index} version={version} isNow={index === 0} />
              ))}
            </ol>
          )}
          {versions.length > mostRevisions && (
            <p className={styles.recorded}>{say('history.cut', { count: mostRevisions })}</p>
          )}
        </>
      )}
    </Dialog>
  );
}

function VersionRow({ version, isNow }: { version: Version; isNow: boolean }) {
  const say = useSay();
  const { state, text, before, at, by } = version;
  return (
    <li className={styles.version}>
      <p className={styles.head}>
        <strong>{by.displayName}</strong>
        <span>{say(`history.${state}`)}</span>
        {at && <time dateTime={at.toISOString()}>{fullStamp(say.locale, at)}</time>}
        {isNow && <span className={styles.now}>{say('history.now')}</span>}
      </p>
      {text === null ? (
        <p className={styles.gone}>
          {say(state === 'hidden' ? 'history.hidden.text' : 'message.deleted')}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls
        <p className={styles.text} tabIndex={0}>
          {before === null ? text : <Changes before={before} after={text} />}
        </p>
      )}
    </li>
  );
}

/** Back to the message that it was opened from, whose buttons are gone by then. */
function useFocusBack(): void {
  const [row] = useState(() => document.activeElement?.closest<HTMLElement>('[data-message]'));
  useEffect(() => () => row?.focus({ preventScroll: true }), [row]);
}
