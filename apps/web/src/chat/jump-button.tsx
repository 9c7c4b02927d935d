import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarEvent } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './channel-header.module.css';
import type { Conversation } from './conversation.ts';
import { JumpMenu } from './jump-menu.tsx';
import { panelChoice } from './panel-choice.ts';

interface JumpProps {
  channel: ChannelDetail;
  conversation: Conversation;
}

/** In the header: goes to a day of the conversation, also by Alt G. */
export function JumpButton({ channel, conversation }: JumpProps) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, metaKey, shiftKey, code } = event;
      // By its place: with Alt a Mac writes another letter.
      if (!altKey || ctrlKey || metaKey || shiftKey || code !== 'KeyG') return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return (
    <JumpMenu
      conversation={conversation}
      since={channel.createdAt.getTime()}
      isOpen={isOpen}
      onChange={setOpen}
    >
      <ActionIcon
        size={34}
        onClick={() => setOpen(!isOpen)}
        aria-label={say('jump.title')}
        title={say('jump.title')}
        className={`${styles.info} ${styles.jump}`}
      >
        <IconCalendarEvent size={20} stroke={1.6} aria-hidden />
      </ActionIcon>
    </JumpMenu>
  );
}

/** The same beside the conversation, where a phone's header has no room for it. */
export function JumpFromPanel({ channel, conversation }: JumpProps) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <JumpMenu
      conversation={conversation}
      since={channel.createdAt.getTime()}
      isOpen={isOpen}
      onChange={setOpen}
      // There the panel lies over the conversation.
      onGone={() => panelChoice.set(false)}
    >
      <Button
        className={styles.fromPanel}
        size="xs"
        variant="default"
        leftSection={<IconCalendarEvent size={15} aria-hidden />}
        onClick={() => setOpen(!isOpen)}
      >
        {say('jump.title')}
      </Button>
    </JumpMenu>
  );
}
