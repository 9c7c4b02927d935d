import type { Message } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Popover } from '@mantine/core';
import {
  IconBookmark,
  IconBookmarkFilled,
  IconCopy,
  IconFlag,
  IconHistory,
  IconMailOpened,
  IconMessages,
  IconMoodPlus,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { isTouched } from '../app/media.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { historyChoice } from './history-choice.ts';
import styles from './message-actions.module.css';
import type { MessageDeeds } from './message-deeds.ts';

/** What the reader may do with a message, as the channel and the message's age allow. */
export interface MessageRights {
  react: boolean;
  edit: boolean;
  remove: boolean;
  markUnread: boolean;
  report: boolean;
  /** Replying in its thread; not from within one. */
  thread: boolean;
  pin: boolean;
  save: boolean;
  /** What it said before; for staff. */
  history: boolean;
}

interface MessageActionsProps {
  message: Message;
  rights: MessageRights;
  deeds: MessageDeeds;
  isPicking: boolean;
  isSaved: boolean;
  onEdit: () => void;
  onPick: (open: boolean) => void;
  onReport: () => void;
  onThread: () => void;
}

/** The buttons that appear on the message under the pointer, the focus or the finger. */
export function MessageActions(props: MessageActionsProps) {
  const { message, rights, deeds, isPicking, onEdit, onPick } = props;
  const say = useSay();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isTouched()) return;
    // There the bar is a line of its own, perhaps below the edge or under what floats at it.
    const frame = requestAnimationFrame(() => bar.current?.scrollIntoView({ block: 'nearest' }));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={bar} className={styles.bar} role="toolbar" aria-label={say('message.actions')}>
      {rights.react && (
        <Popover
          opened={isPicking}
          onChange={onPick}
          position="top-end"
          trapFocus
          returnFocus
          withinPortal
        >
          <Popover.Target>
            <Action label={say('message.react')} onClick={() => onPick(!isPicking)}>
              <IconMoodPlus size={17} stroke={1.6} aria-hidden />
            </Action>
          </Popover.Target>
          <Popover.Dropdown p={0} aria-label={say('emoji.title')}>
            <EmojiPicker
              onChoose={(emoji) => {
                onPick(false);
                deeds.react(message, emoji);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
      {rights.thread && (
        <Action label={say('thread.reply')} onClick={props.onThread}>
          <IconMessages size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
      {rights.save && (
        <Action
          label={say(props.isSaved ? 'saved.remove' : 'saved.add')}
          onClick={() => deeds.save(message, !props.isSaved)}
        >
          {props.isSaved ? (
            <IconBookmarkFilled size={17} aria-hidden />
          ) : (
            <IconBookmark size={17} stroke={1.6} aria-hidden />
          )}
        </Action>
      )}
      {rights.pin && (
        <Action
          label={say(message.pinnedAt ? 'pins.remove' : 'pins.add')}
          onClick={() => deeds.pin(message)}
        >
          {message.pinnedAt ? (
            <IconPinnedOff size={17} stroke={1.6} aria-hidden />
          ) : (
            <IconPin size={17} stroke={1.6} aria-hidden />
          )}
        </Action>
      )}
      {rights.edit && (
        <Action label={say('message.edit')} onClick={onEdit}>
          <IconPencil size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
      {message.content !== '' && (
        <Action label={say('message.copy')} onClick={() => deeds.copy(message)}>
          <IconCopy size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
      {rights.markUnread && (
        <Action label={say('message.markUnread')} onClick={() => deeds.markUnread(message)}>
          <IconMailOpened size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
      {rights.history && (
        <Action label={say('history.action')} onClick={() => historyChoice.set(message)}>
          <IconHistory size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
      {rights.report && message.hiddenAt === null && (
        <Action label={say('report.action')} onClick={props.onReport}>
          <IconFlag size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
      {rights.remove && (
        <Action label={say('message.delete')} onClick={() => deeds.remove(message)}>
          <IconTrash size={17} stroke={1.6} aria-hidden />
        </Action>
      )}
    </div>
  );
}

interface ActionProps extends Omit<ComponentProps<'button'>, 'type'> {
  label: string;
  children: ReactNode;
}

function Action({ label, children, ...others }: ActionProps) {
  return (
    <button type="button" title={label} aria-label={label} {...others} className={styles.action}>
      {children}
    </button>
  );
}
