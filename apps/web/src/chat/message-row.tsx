import type { Message } from '@atalaya/api/types';
import { clock, fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { memo, useState } from 'react';
import { MessageFiles } from '../files/message-files.tsx';
import { BlockedMessage } from './blocked-message.tsx';
import { DayLine } from './day-line.tsx';
import { HistoryMark } from './history-mark.tsx';
import type { Journey } from './jump-menu.tsx';
import { LinkPreviews } from './link-previews.tsx';
import { markdown } from './markdown.tsx';
import { MessageActions, type MessageRights } from './message-actions.tsx';
import type { MessageDeeds } from './message-deeds.ts';
import { MessageEditor } from './message-editor.tsx';
import styles from './message-row.module.css';
import { Reactions } from './reactions.tsx';
import { ReceiptLine } from './receipt-line.tsx';
import type { Receipt } from './receipts.ts';
import { MessageMarks, RepliesBelow, ReplyMark, ThreadLine } from './thread-marks.tsx';
import { useHot } from './use-hot.ts';

interface MessageRowProps {
  message: Message;
  /** Stands under the message before it, without a name of its own. */
  isContinued: boolean;
  /** The first of its day. */
  beginsDay: boolean;
  /** Where its day line leads; null: nowhere. */
  journey: Journey | null;
  /** The first of the new ones. */
  isFirstNew: boolean;
  /** The one that the arrow keys stand on. */
  isCurrent: boolean;
  /** The one that was looked for. */
  isTarget: boolean;
  isEditing: boolean;
  isPicking: boolean;
  isSaved: boolean;
  /** For how many hidden messages in a row it stands. */
  hidden: number;
  /** The reader has blocked its author. */
  isBlocked: boolean;
  /** Of one's own in a conversation of two: how far it has come. */
  receipt: Receipt | undefined;
  /** In its thread: replies are all around. */
  inThread: boolean;
  rights: MessageRights;
  reader: { id: string; username: string };
  deeds: MessageDeeds;
  onEdit: (message: Message | null) => void;
  onPick: (message: Message | null) => void;
  onReport: (message: Message) => void;
  onPerson: (memberId: string) => void;
  onThread: (message: Message) => void;
}

/** One message with what stands above it: day, new-messages line, author. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isContinued, beginsDay, isFirstNew, isCurrent, isEditing, reader } = props;
  const say = useSay();
  const { isHot, row, handlers } = useHot();
  const { author } = message;
  const [isShown, show] = useState(false);
  // Several hidden ones may be of several people: it stands for none of them.
  const isRun = props.hidden > 1;
  const isCollapsed = !isRun && props.isBlocked && !isShown && message.deletedAt === null;
  const isDeleted = message.deletedAt !== null;
  const isHidden = message.hiddenAt !== null;
  const stamp = fullStamp(say.locale, message.createdAt);
  return (
    <>
      {beginsDay && <DayLine date={message.createdAt} journey={props.journey} />}
      {isFirstNew && (
        <div className={styles.new}>
          <span>{say('conversation.new')}</span>
        </div>
      )}
      <article
        ref={row}
        className={styles.row}
        data-continued={isContinued || undefined}
        data-target={props.isTarget || undefined}
        data-editing={isEditing || undefined}
        data-mention={(!isCollapsed && message.mentions.includes(reader.id)) || undefined}
        data-message={message.id}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={isRun ? stamp : `${author.displayName}, ${stamp}`}
        {...handlers}
      >
        <div className={styles.margin}>
          {isContinued || isRun ? (
            <time dateTime={message.createdAt.toISOString()} title={stamp}>
              {clock(say.locale, message.createdAt)}
            </time>
          ) : (
            <Avatar id={author.id} name={author.displayName} />
          )}
        </div>
        <div className={styles.content}>
          {!isContinued && !isRun && (
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
          {message.threadId && !props.inThread && !isRun && (
            <ReplyMark onOpen={() => props.onThread(message)} />
          )}
          {isCollapsed ? (
            <BlockedMessage onShow={() => show(true)} />
          ) : isDeleted ? (
            <p className={styles.deleted}>
              {say('message.deleted')}
              <HistoryMark message={message} canSee={props.rights.history} />
            </p>
          ) : isHidden && message.content === '' ? (
            <p className={styles.deleted}>
              {isRun
                ? say('message.hidden.several', { count: props.hidden })
                : say('message.hidden')}
            </p>
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
              <HistoryMark message={message} canSee={props.rights.history} />
              <MessageMarks message={message} isSaved={props.isSaved} />
            </div>
          )}
          {!isCollapsed &&
            !isDeleted &&
            (!isHidden || message.author.id === reader.id) &&
            message.files && <MessageFiles files={message.files} />}
          {!isCollapsed && !isDeleted && !isEditing && message.previews && (
            <LinkPreviews
              previews={message.previews}
              onRemove={
                props.rights.remove
                  ? (preview) => props.deeds.removePreview(message, preview.url)
                  : undefined
              }
            />
          )}
          {!isCollapsed && !isDeleted && message.reactions.length > 0 && (
            <Reactions
              message={message}
              myId={reader.id}
              canReact={props.rights.react}
              onReact={(emoji) => props.deeds.react(message, emoji)}
              onMore={() => props.onPick(message)}
            />
          )}
          {props.receipt && <ReceiptLine receipt={props.receipt} />}
          {message.thread && !props.inThread && (
            <ThreadLine thread={message.thread} onOpen={() => props.onThread(message)} />
          )}
        </div>
        {(isHot || props.isPicking) && !isDeleted && !isEditing && !isRun && (
          <MessageActions
            message={message}
            rights={props.rights}
            deeds={props.deeds}
            isPicking={props.isPicking}
            isSaved={props.isSaved}
            onThread={() => props.onThread(message)}
            onEdit={() => props.onEdit(message)}
            onPick={(open) => props.onPick(open ? message : null)}
            onReport={() => props.onReport(message)}
          />
        )}
      </article>
      {props.inThread && message.thread && <RepliesBelow thread={message.thread} />}
    </>
  );
});

/** Whether a message waits for staff since it was written; what they hid was there before. */
const isHeld = ({ hiddenAt, editedAt, createdAt }: Message) =>
  hiddenAt !== null && hiddenAt <= (editedAt ?? createdAt);
