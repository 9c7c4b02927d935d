import type { ChannelDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { useStore } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button, Loader } from '@mantine/core';
import { IconBell, IconBellFilled } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useMe } from '../app/session.ts';
import { useSettings } from '../app/settings.ts';
import { Composer } from './composer.tsx';
import type { Conversation } from './conversation.ts';
import { useMessageDeeds } from './message-deeds.ts';
import { MessageList } from './message-list.tsx';
import { createThread, type Thread } from './thread.ts';
import styles from './thread-panel.module.css';
import { useEditing } from './use-editing.ts';

/** Height in pixels of what stands above the first message. */
const startHeight = 36;

interface ThreadPanelProps {
  channel: ChannelDetail;
  conversation: Conversation;
  threadId: string;
  /** Number of the reply to begin at. */
  seq: number | null;
  onClose: () => void;
}

/** A message with its replies, beside the channel; on a phone in its place. */
export function ThreadPanel({ channel, conversation, threadId, seq, onClose }: ThreadPanelProps) {
  const say = useSay();
  const me = useMe();
  const [thread] = useState(() => createThread(conversation, { threadId, myId: me.id, seq }));
  const state = useStore(thread.state);
  const deeds = useMessageDeeds(thread);
  const { editing, onEdit, onEditLast } = useEditing(channel, thread);
  const isChatOn = useSettings()?.features.chat !== false;
  useEffect(() => thread.open(), [thread]);

  return (
    <SidePanel
      title={say('thread.title')}
      onClose={onClose}
      isFilled
      actions={channel.role && state && <FollowButton thread={thread} />}
    >
      <div className={styles.thread}>
        <MessageList
          channel={channel}
          conversation={thread}
          label={say('thread.messages')}
          start={{
            height: startHeight,
            node: <ThreadStart thread={thread} />,
          }}
          deeds={deeds}
          editing={editing}
          onEdit={onEdit}
          readTo={state?.following ? state.lastReadSeq : null}
          unread={state?.unread ?? 0}
        />
        {channel.allowed.send && isChatOn && (
          <Answering thread={thread}>
            <Composer channel={channel} conversation={thread} onEditLast={onEditLast} />
          </Answering>
        )}
      </div>
    </SidePanel>
  );
}

/** Above the first message: that older ones are on their way. */
function ThreadStart({ thread }: { thread: Thread }) {
  const say = useSay();
  const { hasOlder } = useStore(thread.timeline);
  return (
    <div className={styles.start} style={{ height: startHeight }}>
      {hasOlder && <Loader size="xs" role="img" aria-label={say('conversation.loadingOlder')} />}
    </div>
  );
}

/** Where one replies, unless the message is hidden: then why not. */
function Answering({ thread, children }: { thread: Thread; children: ReactNode }) {
  const say = useSay();
  const { messages } = useStore(thread.timeline);
  const root = messages.find(({ id }) => id === thread.threadId);
  if (!root?.hiddenAt) return children;
  return <p className={styles.closed}>{say('thread.closed')}</p>;
}

function FollowButton({ thread }: { thread: Thread }) {
  const say = useSay();
  const errorText = useErrorText();
  const isFollowing = useStore(thread.state)?.following === true;
  const toggle = () => {
    thread.setFollowing(!isFollowing).catch((error) => toastFailure(errorText(error)));
  };
  const Icon = isFollowing ? IconBellFilled : IconBell;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<Icon size={15} aria-hidden />}
      aria-pressed={isFollowing}
      title={say('thread.follow.hint')}
      className={styles.follow}
      onClick={toggle}
    >
      {say(isFollowing ? 'thread.following' : 'thread.follow')}
    </Button>
  );
}
