import { sizeText } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import styles from './attachment-list.module.css';
import type { Attachment } from './attachments.ts';
import { iconFor, isFinal } from './file-words.ts';
import type { useAttachments } from './use-attachments.ts';

interface AttachmentListProps {
  attached: ReturnType<typeof useAttachments>;
  /** The message goes as soon as they have arrived. */
  isSendingLater: boolean;
  /** One was taken away: the focus goes on from somewhere that is still there. */
  onRemoved: () => void;
}

/** The files that go with the next message. */
export function AttachmentList({ attached, isSendingLater, onRemoved }: AttachmentListProps) {
  const say = useSay();
  const { waiting, underway, ready } = attached;
  return (
    <>
      {waiting.length > 0 && (
        <ul className={styles.list} aria-label={say('files.list')}>
          {waiting.map((one) => (
            <Chip
              key={one.item.key}
              attachment={one}
              onRemove={() => {
                atalaya.files.remove(one.item.key);
                onRemoved();
              }}
            />
          ))}
        </ul>
      )}
      {/* Numbers only: whoever listens does not want to hear every percent. */}
      <p className={isSendingLater ? styles.later : 'visually-hidden'} role="status">
        {isSendingLater
          ? say('files.later')
          : underway.length > 0
            ? say('files.underway', { count: underway.length })
            : ready.length > 0
              ? say('files.ready', { count: ready.length })
              : ''}
      </p>
    </>
  );
}

function Chip({ attachment, onRemove }: { attachment: Attachment; onRemove: () => void }) {
  const say = useSay();
  const errorText = useErrorText();
  const { item, preview } = attachment;
  const { name, bytes, sent, state } = item;
  const Icon = iconFor('', name);
  // Not every browser shows every kind of picture, and not everything that says so is one.
  const [isUnseen, setUnseen] = useState(false);
  const hasFailed = state === 'failed';
  return (
    <li className={styles.chip} data-state={state}>
      <span className={styles.sign}>
        {preview && !isUnseen ? (
          <img src={preview} alt="" onError={() => setUnseen(true)} />
        ) : (
          <Icon size={22} stroke={1.5} aria-hidden />
        )}
      </span>
      <span className={styles.about}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        {hasFailed ? (
          <span className={styles.error} role="alert">
            {errorText(item.error)}
          </span>
        ) : state === 'ready' ? (
          <span className={styles.small}>{sizeText(say.locale, bytes)}</span>
        ) : state === 'checking' ? (
          <span className={styles.small}>{say('files.checking')}</span>
        ) : (
          <progress
            className={styles.progress}
            value={sent}
            max={bytes}
            aria-label={say('files.progress', { name })}
          />
        )}
      </span>
      {hasFailed && !isFinal(item.error) && (
        <button
          type="button"
          className={styles.button}
          aria-label={say('files.retry', { name })}
          title={say('files.retry', { name })}
          onClick={() => atalaya.files.retry(item.key)}
        >
          <IconRefresh size={16} stroke={1.7} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className={styles.button}
        aria-label={say('files.remove', { name })}
        title={say('files.remove', { name })}
        onClick={onRemove}
      >
        <IconX size={16} stroke={1.7} aria-hidden />
      </button>
    </li>
  );
}
