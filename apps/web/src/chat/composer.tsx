import type { ChannelDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Popover } from '@mantine/core';
import { IconMoodSmile, IconSend2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { isWide } from '../app/media.ts';
import { settings } from '../app/settings.ts';
import styles from './composer.module.css';
import type { Conversation } from './conversation.ts';
import { drafts } from './drafts.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { GrowingText } from './growing-text.tsx';

/** «Is writing» is told at most this often. */
const tellEveryMs = 3_000;
/** The rest of the length is shown when it is shorter than this. */
const nearLimit = 200;

/** What the filter says. */
const refusedKey = 'error.refused';

interface ComposerProps {
  channel: ChannelDetail;
  conversation: Conversation;
  /** Arrow up in an empty field. */
  onEditLast: () => void;
}

/** Where one writes. */
export function Composer({ channel, conversation, onEditLast }: ComposerProps) {
  const say = useSay();
  const [text, setText] = useState(() => drafts.get(channel.id));
  const [isPicking, setPicking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const toldAt = useRef(0);
  const limit = useQuery(settings).data?.limits.messageLength ?? 4_000;
  const rest = limit - text.trim().length;
  const [refusal, takeRefusal] = useRefused(channel.id, text, setText);

  useEffect(() => {
    const timer = setTimeout(() => drafts.set(channel.id, text), 300);
    return () => {
      clearTimeout(timer);
      drafts.set(channel.id, text);
    };
  }, [channel.id, text]);

  const write = (next: string) => {
    takeRefusal(null);
    setText(next);
    const now = Date.now();
    if (next.trim() === '' || now - toldAt.current < tellEveryMs) return;
    toldAt.current = now;
    if (atalaya.connection.get().status === 'online') {
      // A courtesy to the others; nobody needs to know when it fails.
      api.chat.typing.mutate({ channelId: channel.id }).catch(() => {});
    }
  };

  const send = () => {
    const content = text.trim();
    if (content === '' || rest < 0) return;
    setText('');
    drafts.set(channel.id, '');
    toldAt.current = 0;
    conversation.newAfter.set(null);
    if (conversation.timeline.get().hasNewer) void conversation.toNewest();
    atalaya.outbox.send({ channelId: channel.id, content });
    field.current?.focus();
  };

  const insert = (emoji: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    write(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd));
    setPicking(false);
    requestAnimationFrame(() => {
      const at = selectionStart + emoji.length;
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  };

  return (
    <form
      className={styles.composer}
      aria-label={say('composer.title')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {refusal !== null && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div className={styles.box} data-over={rest < 0 || undefined}>
        <div className={styles.text}>
          <GrowingText
            ref={field}
            value={text}
            onChange={write}
            onEnter={send}
            onUp={onEditLast}
            label={say('composer.placeholder', { name: channel.name })}
            placeholder={say('composer.placeholder', { name: channel.name })}
            // On a phone the keyboard would cover half of what one came to read.
            autoFocus={isWide()}
          />
        </div>
        {rest < nearLimit && (
          <span className={styles.rest} role="status" data-over={rest < 0 || undefined}>
            {say(rest < 0 ? 'composer.over' : 'composer.left', { count: Math.abs(rest) })}
          </span>
        )}
        <Popover opened={isPicking} onChange={setPicking} position="top-end" trapFocus>
          <Popover.Target>
            <button
              type="button"
              className={styles.button}
              aria-label={say('emoji.title')}
              onClick={() => setPicking((open) => !open)}
            >
              <IconMoodSmile size={20} stroke={1.6} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown p={0}>
            <EmojiPicker onChoose={insert} />
          </Popover.Dropdown>
        </Popover>
        <button
          type="submit"
          className={styles.button}
          data-send
          disabled={text.trim() === '' || rest < 0}
          aria-label={say('composer.send')}
        >
          <IconSend2 size={20} stroke={1.6} aria-hidden />
        </button>
      </div>
    </form>
  );
}

/**
 * What the rules of the organisation do not let through comes back to be changed, as soon as the
 * field is free; sending it again as it is would not help. Gives why, until something is written.
 */
function useRefused(channelId: string, text: string, setText: (text: string) => void) {
  const errorText = useErrorText();
  const [refusal, setRefusal] = useState<string | null>(null);
  const refused = useStore(atalaya.outbox.items).find(
    (item) => item.channelId === channelId && item.error?.messageKey.startsWith(refusedKey),
  );
  useEffect(() => {
    if (!refused || text !== '') return;
    setText(refused.content);
    setRefusal(errorText(refused.error));
    atalaya.outbox.remove(refused.clientId);
  }, [refused, text, setText, errorText]);
  return [refusal, setRefusal] as const;
}
