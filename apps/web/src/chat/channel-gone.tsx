import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Empty } from '@atalaya/ui/pieces';
import { Button } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import styles from './channel-screen.module.css';
import { knownConversation } from './conversation.ts';

interface ChannelGoneProps {
  channelId: string;
  /** What this person read of the channel before, on this page; nothing else is known of it. */
  before: ChannelDetail | null;
}

/** In the place of a channel that cannot be read (any more): why, as far as it is known. */
export function ChannelGone({ channelId, before }: ChannelGoneProps) {
  const say = useSay();
  const name = before?.name ?? '';
  const reason = before ? reasonOf(channelId, before) : 'unknown';
  const { title, text } = {
    unknown: { title: say('channel.gone'), text: say('channel.gone.text') },
    out: { title: say('channel.out', { name }), text: say('channel.out.text') },
    deleted: { title: say('channel.deleted', { name }), text: say('channel.deleted.text') },
    unclear: { title: say('channel.out', { name }), text: say('channel.unclear.text') },
  }[reason];
  return (
    <div role="alert" className={styles.gone}>
      <Empty icon={IconMessageOff} title={title} text={text}>
        <Button component={Link} to="/" variant="default">
          {say('channel.gone.back')}
        </Button>
        <Button component={Link} to="/browse" variant="default">
          {say('browse.title')}
        </Button>
      </Empty>
    </div>
  );
}

function reasonOf(channelId: string, before: ChannelDetail): 'out' | 'deleted' | 'unclear' {
  // Whoever belongs to the organisation can read a public channel for as long as it exists.
  if (before.type === 'public') return 'deleted';
  const conversation = knownConversation(channelId);
  if (conversation?.out.get()) return 'out';
  // The last word was not that this person left, and yet the server ended the stream.
  return conversation?.ended.get()?.code === 'notMember' ? 'deleted' : 'unclear';
}
