import type { OutboxItem } from '@atalaya/client';
import { clock } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { IconAlertCircle, IconClock } from '@tabler/icons-react';
import { atalaya } from '../app/atalaya.ts';
import { PendingFiles } from '../files/pending-files.tsx';
import { markdown } from './markdown.tsx';
import styles from './message-row.module.css';
import own from './pending-row.module.css';

interface PendingRowProps {
  item: OutboxItem;
  isContinued: boolean;
  me: { id: string; username: string; displayName: string };
}

/** A message on its way: seen at once, marked until the server has it. */
export function PendingRow({ item, isContinued, me }: PendingRowProps) {
  const say = useSay();
  const errorText = useErrorText();
  const hasFailed = item.state === 'failed';
  return (
    <article
      className={styles.row}
      data-continued={isContinued || undefined}
      data-pending={item.state}
      aria-label={me.displayName}
    >
      <div className={styles.margin}>
        {!isContinued && <Avatar id={me.id} name={me.displayName} />}
      </div>
      <div className={styles.content}>
        {!isContinued && (
          <div className={styles.head}>
            <span className={styles.author}>{me.displayName}</span>
            <time dateTime={item.createdAt.toISOString()}>{clock(say.locale, item.createdAt)}</time>
          </div>
        )}
        <div className={`${styles.body} ${item.state === 'sent' ? '' : own.waiting}`}>
          {markdown(item.content, me)}
          {(item.state === 'queued' || item.state === 'sending') && (
            <span
              className={own.state}
              role="img"
              aria-label={say(`message.${item.state}`)}
              title={say(`message.${item.state}`)}
            >
              <IconClock size={13} stroke={1.7} aria-hidden />
            </span>
          )}
        </div>
        {item.fileIds && <PendingFiles clientId={item.clientId} count={item.fileIds.length} />}
        {hasFailed && (
          <p className={own.failed} role="alert">
            <IconAlertCircle size={15} stroke={1.7} aria-hidden />
            <span>{errorText(item.error)}</span>
            <button type="button" onClick={() => atalaya.outbox.retry(item.clientId)}>
              {say('action.retry')}
            </button>
            <button type="button" onClick={() => atalaya.outbox.remove(item.clientId)}>
              {say('action.discard')}
            </button>
          </p>
        )}
      </div>
    </article>
  );
}
