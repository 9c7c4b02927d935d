import type { ChannelDetail, Message } from '@atalaya/api/types';
import { sameDay } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Failure, MessagesSkeleton } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { IconAlertTriangle, IconArrowDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { Virtualizer } from 'virtua';
import { useMe } from '../app/session.ts';
import { settings } from '../app/settings.ts';
import { Report } from '../moderation/report.tsx';
import { Announcer } from './announcer.tsx';
import type { Conversation } from './conversation.ts';
import { ConversationStart, startHeight } from './conversation-start.tsx';
import type { MessageRights } from './message-actions.tsx';
import type { MessageDeeds } from './message-deeds.ts';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.tsx';
import { PendingRow } from './pending-row.tsx';
import { isContinued, isMessage, keyOf, type Row, useRows } from './rows.ts';
import { useMessageKeys } from './use-message-keys.ts';
import { useReading } from './use-reading.ts';
import { useScrolling } from './use-scrolling.ts';

const upKeys = new Set(['ArrowUp', 'PageUp', 'Home']);

/** The server counts unread messages up to here. */
const mostCounted = 1000;

interface MessageListProps {
  channel: ChannelDetail;
  conversation: Conversation;
  deeds: MessageDeeds;
  editing: string | null;
  onEdit: (message: Message | null) => void;
  /** Number up to which everything is read; null for who has not joined. */
  readTo: number | null;
  unread: number;
}

/** The messages of a channel: virtual, live, in place. */
export function MessageList(props: MessageListProps) {
  const { channel, conversation, deeds, editing, onEdit, readTo, unread } = props;
  const say = useSay();
  const me = useMe();
  const navigate = useNavigate();
  const timeline = useStore(conversation.timeline);
  const newAfter = useStore(conversation.newAfter);
  const rows = useRows(timeline, channel.id);
  const scrolling = useScrolling(conversation, timeline, rows);
  const { list, scroller, isAtNewest } = scrolling;
  const [picking, setPicking] = useState<string | null>(null);
  const [reporting, setReporting] = useState<Message | null>(null);
  const rightsOf = useRights(channel, me.id);
  const newest = timeline.messages.at(-1)?.seq ?? 0;
  useReading({ conversation, newestInView: isAtNewest ? newest : null, readTo });

  const keys = useMessageKeys({
    rows,
    show: scrolling.show,
    toNewest: scrolling.toNewest,
    deeds,
    rightsOf,
    onEdit,
    onPick: useCallback((message: Message) => setPicking(message.id), []),
    onReport: setReporting,
  });
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
    const continued = isContinued(before, one, me.id);
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
        isFirstNew={isFirstNew}
        isCurrent={keys.current === keyOf(one)}
        isEditing={editing === one.id}
        isPicking={picking === one.id}
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
        aria-label={say('conversation.messages', { name: channel.name })}
        aria-busy={timeline.status === 'loading'}
        onKeyDown={(event) => {
          scrolling.onGrab(upKeys.has(event.key));
          keys.onKeyDown(event);
        }}
        onFocus={keys.onFocus}
        onWheel={(event) => scrolling.onGrab(event.deltaY < 0)}
        onPointerDown={() => scrolling.onGrab(false)}
      >
        <ConversationStart channel={channel} timeline={timeline} />
        <Virtualizer
          key={timeline.window}
          ref={list}
          scrollRef={scroller}
          data={rows}
          startMargin={startHeight}
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

/** What the reader may do with each message. */
function useRights(channel: ChannelDetail, myId: string): (message: Message) => MessageRights {
  const editMinutes = useQuery(settings).data?.limits.editMinutes ?? 0;
  const { send, moderate } = channel.allowed;
  const isMember = channel.role !== null;
  return useMemo(() => {
    const known = new Map<string, MessageRights>();
    return (message) => {
      const isMine = message.author.id === myId;
      const age = (Date.now() - message.createdAt.getTime()) / 60_000;
      // The server changes nothing of what is hidden.
      const react = send && message.hiddenAt === null;
      const edit =
        isMine && react && message.type === 'text' && (editMinutes === 0 || age < editMinutes);
      const remove = (isMine && isMember) || moderate;
      // The same object for the same rights, so that rows stay as they are.
      const report = !isMine;
      const name = `${react}${edit}${remove}${report}`;
      const rights = known.get(name) ?? {
        react,
        edit,
        remove,
        markUnread: isMember,
        report,
      };
      known.set(name, rights);
      return rights;
    };
  }, [editMinutes, send, moderate, isMember, myId]);
}
