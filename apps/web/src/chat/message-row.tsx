import type { Message } from '@atalaya/api/types';
import { clock, dayLine, fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { memo, useState } from 'react';
import { markdown } from './markdown.tsx';
import { MessageActions, type MessageRights } from './message-actions.tsx';
import type { MessageDeeds } from './message-deeds.ts';
import { MessageEditor } from './message-editor.tsx';
import styles from './message-row.module.css';
import { Reactions } from './reactions.tsx';

interface MessageRowProps {
  message: Message;
  /** Stands under the message before it, without a name of its own. */
  isContinued: boolean;
  /** The first of its day. */
  beginsDay: boolean;
  /** The first of the new ones. */
  isFirstNew: boolean;
  /** The one that the arrow keys stand on. */
  isCurrent: boolean;
  isEditing: boolean;
  isPicking: boolean;
  rights: MessageRights;
  reader: { id: string; username: string };
  deeds: MessageDeeds;
  onEdit: (message: Message | null) => void;
  onPick: (message: Message | null) => void;
  onReport: (message: Message) => void;
  onPerson: (memberId: string) => void;
}

/** One message with what stands above it: day, new-messages line, author. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isContinued, beginsDay, isFirstNew, isCurrent, isEditing, reader } = props;
  const say = useSay();
  const [isHot, setHot] = useState(false);
  const { author } = message;
  const isDeleted = message.deletedAt !== null;
  const isHidden = message.hiddenAt !== null;
  const stamp = fullStamp(say.locale, message.createdAt);
  return (
    <>
      {beginsDay && (
        <div className={styles.day}>
          <span>{dayLine(say.locale, message.createdAt)}</span>
        </div>
      )}
      {isFirstNew && (
        <div className={styles.new}>
          <span>{say('conversation.new')}</span>
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the list around it */}
      <article
        className={styles.row}
        data-continued={isContinued || undefined}
        data-editing={isEditing || undefined}
        data-mention={message.mentions.includes(reader.id) || undefined}
        data-message={message.id}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={`${author.displayName}, ${stamp}`}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setHot(true)}
        onPointerLeave={(event) => event.pointerType === 'mouse' && setHot(false)}
        onFocus={() => setHot(true)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setHot(false)}
        onClick={() => setHot(true)}
      >
        <div className={styles.margin}>
          {isContinued ? (
            <time dateTime={message.createdAt.toISOString()} title={stamp}>
              {clock(say.locale, message.createdAt)}
            </time>
          ) : (
            <Avatar id={author.id} name={author.displayName} />
          )}
        </div>
        <div className={styles.content}>
          {!isContinued && (
            <div className={styles.head}>
              <button
                type="button"
                className={styles.author}
                tabIndex={-1}
                onClick={() => props.onPerson(author.id)}
              >
                {author.displayName}
              </button>
              <time dateTime={message.createdAt.toISOString()} title={stamp}>
                {clock(say.locale, message.createdAt)}
              </time>
            </div>
          )}
          {isDeleted ? (
            <p className={styles.deleted}>{say('message.deleted')}</p>
          ) : isHidden && message.content === '' ? (
            <p className={styles.deleted}>{say('message.hidden')}</p>
          ) : isEditing ? (
            <MessageEditor
              message={message}
              onSave={(content) => props.deeds.edit(message, content)}
              onDone={() => props.onEdit(null)}
            />
          ) : (
            <div className={styles.body}>
              {markdown(message.content, reader)}
              {isHidden && (
                <span className={styles.edited}>
                  {say(isHeld(message) ? 'message.held' : 'message.hidden.own')}
                </span>
              )}
              {message.editedAt && (
                <span className={styles.edited} title={fullStamp(say.locale, message.editedAt)}>
                  {say('message.edited')}
                </span>
              )}
            </div>
          )}
          {!isDeleted && message.reactions.length > 0 && (
            <Reactions
              message={message}
              myId={reader.id}
              canReact={props.rights.react}
              onReact={(emoji) => props.deeds.react(message, emoji)}
              onMore={() => props.onPick(message)}
            />
          )}
        </div>
        {(isHot || props.isPicking) && !isDeleted && !isEditing && (
          <MessageActions
            message={message}
            rights={props.rights}
            deeds={props.deeds}
            isPicking={props.isPicking}
            onEdit={() => props.onEdit(message)}
            onPick={(open) => props.onPick(open ? message : null)}
            onReport={() => props.onReport(message)}
          />
        )}
      </article>
    </>
  );
});

/** Whether a message waits for staff since it was written; what they hid was there before. */
const isHeld = ({ hiddenAt, editedAt, createdAt }: Message) =>
  hiddenAt !== null && hiddenAt <= (editedAt ?? createdAt);
