import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Failure, MessagesSkeleton } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { isCode } from '../app/failure.ts';
import { isWide } from '../app/media.ts';
import { useMe } from '../app/session.ts';
import { useSettings } from '../app/settings.ts';
import { Lightbox } from '../files/lightbox.tsx';
import { useInviteRead } from '../notices/use-invite-read.ts';
import { PersonPanel } from '../people/person-panel.tsx';
import { lastChannel } from '../shell/last-channel.ts';
import { CannotWrite } from './cannot-write.tsx';
import { ChannelGone } from './channel-gone.tsx';
import { ChannelHeader } from './channel-header.tsx';
import { ChannelPanel } from './channel-panel.tsx';
import styles from './channel-screen.module.css';
import { channelDetail, joinedChannels, refreshChannels } from './channels.ts';
import { Composer } from './composer.tsx';
import { type Conversation, conversationOf } from './conversation.ts';
import { ConversationStart, startHeight } from './conversation-start.tsx';
import { useDirect } from './direct.ts';
import { HistoryWindow } from './history-window.tsx';
import { JumpFromPanel } from './jump-button.tsx';
import { useMessageDeeds } from './message-deeds.ts';
import { MessageList } from './message-list.tsx';
import { panelChoice } from './panel-choice.ts';
import { PinsPanel, pinsChoice } from './pins-panel.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import { TypingLine } from './typing-line.tsx';
import { useEditing } from './use-editing.ts';

/** A channel: conversation, and what is known about it at the side. */
export function ChannelScreen() {
  const { channelId } = useParams({ from: '/shell/c/$channelId' });
  const channel = useQuery(channelDetail(channelId));
  // What was read before it went out of reach is not shown any more.
  const isGone = channel.isError && isCode(channel.error, 'notFound');
  if (channel.data && !isGone) return <OpenChannel key={channelId} channel={channel.data} />;
  return (
    <main className={styles.screen}>
      {channel.isPending && <MessagesSkeleton />}
      {channel.isError &&
        (isGone ? (
          <ChannelGone channelId={channelId} before={channel.data ?? null} />
        ) : (
          <Failure
            icon={IconAlertTriangle}
            error={channel.error}
            onRetry={() => void channel.refetch()}
          />
        ))}
    </main>
  );
}

function OpenChannel({ channel }: { channel: ChannelDetail }) {
  const me = useMe();
  useInviteRead(channel.id);
  const joined = useQuery(joinedChannels).data?.find(({ id }) => id === channel.id);
  const direct = useDirect().find(({ id }) => id === channel.id);
  const state = joined ?? direct ?? channel;
  // Made once for as long as the channel is open; what is unread later is told by events.
  const [conversation] = useState(() => {
    const { role, unread, lastReadSeq } = state;
    const made = conversationOf({ id: channel.id, role, unread, lastReadSeq }, me.id);
    made.enter({ role, unread, lastReadSeq });
    return made;
  });
  const isPanelOpen = useStore(panelChoice);
  const arePinsOpen = useStore(pinsChoice);
  const say = useSay();
  const { m, t } = useSearch({ from: '/shell/c/$channelId' });
  const navigate = useNavigate();
  const closePins = useCallback(() => pinsChoice.set(false), []);
  const closePanel = useCallback(() => panelChoice.set(false), []);
  const closeThread = useCallback(
    () => void navigate({ to: '/c/$channelId', params: { channelId: channel.id } }),
    [navigate, channel.id],
  );
  const isChatOn = useSettings()?.features.chat !== false;
  const deeds = useMessageDeeds(conversation);
  const { editing, onEdit, onEditLast } = useEditing(channel, conversation);

  useTarget(conversation);
  useFollowing(conversation);
  useEffect(() => {
    if (channel.role) lastChannel.set(channel.id);
  }, [channel.id, channel.role]);
  useEffect(() => {
    // On a phone the panel covers the conversation: it opens only when asked for.
    if (!isWide()) panelChoice.set(false);
    return () => pinsChoice.set(false);
  }, []);

  return (
    <div
      className={styles.panes}
      data-panel={isPanelOpen || arePinsOpen || t !== undefined || undefined}
    >
      <main className={styles.screen}>
        <ChannelHeader channel={channel} conversation={conversation} />
        <MessageList
          channel={channel}
          conversation={conversation}
          label={say('conversation.messages', { name: channel.name })}
          start={{
            height: startHeight,
            node: <ConversationStart channel={channel} conversation={conversation} />,
          }}
          deeds={deeds}
          editing={editing}
          onEdit={onEdit}
          readTo={channel.role ? state.lastReadSeq : null}
          unread={state.unread}
        />
        <TypingLine conversation={conversation} />
        {channel.allowed.send && isChatOn ? (
          <Composer channel={channel} conversation={conversation} onEditLast={onEditLast} />
        ) : (
          <CannotWrite channel={channel} conversation={conversation} />
        )}
      </main>
      {t !== undefined ? (
        <ThreadPanel
          key={`${t}/${m}`}
          channel={channel}
          conversation={conversation}
          threadId={t}
          seq={m === undefined ? null : Number(m)}
          onClose={closeThread}
        />
      ) : arePinsOpen ? (
        <PinsPanel channel={channel} conversation={conversation} onClose={closePins} />
      ) : (
        isPanelOpen &&
        (channel.type === 'direct' ? (
          channel.with && (
            <PersonPanel memberId={channel.with.id} onClose={closePanel} isHere>
              <JumpFromPanel channel={channel} conversation={conversation} />
            </PersonPanel>
          )
        ) : (
          <ChannelPanel channel={channel} conversation={conversation} />
        ))
      )}
      <Lightbox />
      <HistoryWindow />
    </div>
  );
}

/** Goes to the message that the address names. Before following, which begins where the reader is. */
function useTarget(conversation: Conversation): void {
  const { m, t } = useSearch({ from: '/shell/c/$channelId' });
  // Where a thread is open, it is one of its replies.
  const seq = t === undefined ? m : undefined;
  useEffect(() => {
    if (seq !== undefined) void conversation.goTo(Number(seq));
    return () => conversation.target.set(null);
  }, [conversation, seq]);
}

/** Follows the channel while it is open; when the stream ends, finds out what may still be read. */
function useFollowing(conversation: Conversation): void {
  const ended = useStore(conversation.ended);
  const { refetch } = useQuery(channelDetail(conversation.channelId));
  const code = ended?.code;
  useEffect(() => conversation.follow(), [conversation]);
  useEffect(() => {
    if (!code) return;
    refreshChannels();
    void refetch().then(({ isSuccess }) => {
      if (isSuccess) conversation.resume();
    });
  }, [code, conversation, refetch]);
}
