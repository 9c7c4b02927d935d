import type { ChannelDetail, Message } from '@atalaya/api/types';
import { sameDay } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Failure, MessagesSkeleton } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { IconAlertTriangle, IconArrowDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Virtualizer } from 'virtua';
import { useMe } from '../app/session.ts';
import { Report } from '../moderation/report.tsx';
import { Announcer } from './announcer.tsx';
import { useFolded } from './blocks.ts';
import type { Talk } from './conversation.ts';
import type { MessageDeeds } from './message-deeds.ts';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.tsx';
import { PendingRow } from './pending-row.tsx';
import { receiptsOf } from './receipts.ts';
import { isContinued, isMessage, keyOf, type Row, useRows } from './rows.ts';
import { useSaved } from './saved-messages.ts';
import type { TimelineState } from './timeline.ts';
import { ToFirstUnread } from './to-first-unread.tsx';
import { useMessageKeys } from './use-message-keys.ts';
import { useReading } from './use-reading.ts';
import { noRights, useRights } from './use-rights.ts';
import { useScrolling } from './use-scrolling.ts';

const upKeys = new Set(['ArrowUp', 'PageUp', 'Home']);

/** The server counts unread messages up to here. */
const mostCounted = 1000;

interface MessageListProps {
  channel: ChannelDetail;
  conversation: Talk;
  /** What the list is called for screen readers. */
  label: string;
  /** What stands above the first message, and its height in pixels. */
  start: { height: number; node: ReactNode };
  deeds: MessageDeeds;
  editing: string | null;
  onEdit: (message: Message | null) => void;
  /** Number up to which everything is read; null for who has not joined. */
  readTo: number | null;
  unread: number;
}

/** The messages of a channel or a thread: virtual, live, in place. */
export function MessageList(props: MessageListProps) {
  const { channel, conversation, deeds, editing, onEdit, readTo, unread, start } = props;
  const say = useSay();
  const me = useMe();
  const navigate = useNavigate();
  const timeline = useStore(conversation.timeline);
  const newAfter = useStore(conversation.newAfter);
  const target = useStore(conversation.target);
  const { rows, hidden } = useRows(timeline, conversation, me.id);
  const scrolling = useScrolling(conversation, timeline, rows, start.height);
  const { list, scroller, isAtNewest } = scrolling;
  const [picking, setPicking] = useState<string | null>(null);
  const [reporting, setReporting] = useState<Message | null>(null);
  const inThread = conversation.threadId !== null;
  const rightsOfOne = useRights(channel, me.id, inThread);
  // What stands for several is acted on in none of them.
  const rightsOf = (one: Message) => (hidden.has(one.id) ? noRights : rightsOfOne(one));
  const saved = useSaved(channel.id);
  const folded = useFolded(channel.type);
  const receipts = useMemo(
    () => receiptsOf(inThread ? {} : channel, rows, me.id),
    [inThread, channel, rows, me.id],
  );
  const onThread = useCallback(
    ({ channelId, id, threadId, seq }: Message) =>
      void navigate({
        to: '/c/$channelId',
        params: { channelId },
        search: { t: threadId ?? id, ...(threadId ? { m: String(seq) } : {}) },
      }),
    [navigate],
  );
  const since = channel.createdAt.getTime();
  const journey = useMemo(
    () => (inThread ? null : { conversation, since }),
    [inThread, conversation, since],
  );
  const newest = timeline.messages.at(-1)?.seq ?? 0;
  useReading({ conversation, newestInView: isAtNewest ? newest : null, readTo });

  const keys = useMessageKeys({
    rows,
    show: scrolling.show,
    toNewest: scrolling.toNewest,
    deeds,
    rightsOf,
    editing,
    onEdit,
    onPick: useCallback((message: Message) => setPicking(message.id), []),
    onReport: setReporting,
    onThread,
    onSave: (message) => deeds.save(message, !saved.has(message.id)),
  });
  useTargetFocus(scroller, timeline, target, keys.goTo);
  const onPick = useCallback((message: Message | null) => setPicking(message?.id ?? null), []);
  const onPerson = useCallback(
    (who: string) => void navigate({ to: '/people', search: { who } }),
    [navigate],
  );
  const reader = useMemo(() => ({ id: me.id, username: me.username }), [me.id, me.username]);
  const writer = useMemo(
    () => ({ id: me.id, username: me.username, displayName: me.displayName }),
    [me.id, me.username, me.displayName],
  );

  if (timeline.status === 'failed') {
    return (
      <Failure
        icon={IconAlertTriangle}
        error={timeline.error}
        onRetry={() => void conversation.toNewest()}
      />
    );
  }
  const isLoading = timeline.status === 'loading' && timeline.messages.length === 0;

  const row = (one: Row, index: number) => {
    const before = rows[index - 1];
    const isFirstReply = inThread && before && isMessage(before) && !before.threadId;
    const isRun = [before, one].some((each) => each && isMessage(each) && hidden.has(each.id));
    const continued = !isFirstReply && !isRun && isContinued(before, one, me.id);
    if (!isMessage(one)) {
      return <PendingRow key={keyOf(one)} item={one} isContinued={continued} me={writer} />;
    }
    const isFirstNew =
      newAfter !== null &&
      one.seq > newAfter &&
      (before === undefined
        ? timeline.hasOlder === false
        : isMessage(before) && before.seq <= newAfter);
    const beginsDay = before ? !sameDay(before.createdAt, one.createdAt) : !timeline.hasOlder;
    return (
      <MessageRow
        key={keyOf(one)}
        message={one}
        isContinued={continued && !isFirstNew}
        beginsDay={beginsDay}
        journey={journey}
        isFirstNew={isFirstNew}
        isCurrent={keys.current === keyOf(one)}
        isTarget={target === one.seq}
        isEditing={editing === one.id}
        isPicking={picking === one.id}
        isSaved={saved.has(one.id)}
        hidden={hidden.get(one.id) ?? 1}
        receipt={receipts.get(one.id)}
        isBlocked={folded.has(one.author.id)}
        inThread={inThread}
        onThread={onThread}
        rights={rightsOf(one)}
        reader={reader}
        deeds={deeds}
        onEdit={onEdit}
        onPick={onPick}
        onReport={setReporting}
        onPerson={onPerson}
      />
    );
  };

  return (
    <div className={styles.frame}>
      {isLoading && (
        <div className={styles.loading} role="status" aria-label={say('state.loading')}>
          <MessagesSkeleton />
        </div>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll
        tabIndex={0}
        aria-live="off"
        aria-label={props.label}
        aria-busy={timeline.status === 'loading'}
        onKeyDown={(event) => {
          scrolling.onGrab(upKeys.has(event.key));
          keys.onKeyDown(event);
        }}
        onFocus={keys.onFocus}
        onWheel={(event) => scrolling.onGrab(event.deltaY < 0)}
        onPointerDown={() => scrolling.onGrab(false)}
      >
        {start.node}
        <Virtualizer
          key={timeline.window}
          ref={list}
          scrollRef={scroller}
          data={rows}
          startMargin={start.height}
          shift={scrolling.shift}
          bufferSize={400}
          itemSize={52}
          onScroll={scrolling.onScroll}
          onResize={scrolling.onResize}
          keepMounted={keys.mounted}
          {...(scrolling.cache ? { cache: scrolling.cache } : {})}
        >
          {row}
        </Virtualizer>
        <div className={styles.end} />
      </div>
      {!isAtNewest && !isLoading && timeline.messages.length > 0 && (
        <button type="button" className={styles.newest} onClick={scrolling.toNewest}>
          <IconArrowDown size={16} stroke={1.8} aria-hidden />
          {unread === 0
            ? say('conversation.toNewest')
            : unread < mostCounted
              ? say('conversation.newCount', { count: unread })
              : say('conversation.newMany')}
        </button>
      )}
      <ToFirstUnread conversation={conversation} scrolling={scrolling} rows={rows} start={start} />
      <Announcer conversation={conversation} />
      {reporting && (
        <Report
          subjectType="message"
          subjectId={reporting.id}
          name={reporting.author.displayName}
          onClose={() => setReporting(null)}
        />
      )}
    </div>
  );
}

/** Whoever goes to a message that was looked for goes on from there by keyboard. */
function useTargetFocus(
  scroller: RefObject<HTMLElement | null>,
  { messages, status, window }: TimelineState,
  target: number | null,
  goTo: (list: HTMLElement, message: Message) => void,
): void {
  const done = useRef(-1);
  useEffect(() => {
    if (target === null || status !== 'ready' || done.current === window) return;
    done.current = window;
    const message = messages.find(({ seq }) => seq === target);
    if (message && scroller.current) goTo(scroller.current, message);
  }, [scroller, messages, status, window, target, goTo]);
}
