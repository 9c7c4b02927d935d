import type { ChannelDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Checkbox, Popover } from '@mantine/core';
import { IconLetterCase, IconMoodSmile, IconSend2 } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { isWide } from '../app/media.ts';
import { useSettings } from '../app/settings.ts';
import { AttachButton } from '../files/attach-button.tsx';
import { AttachmentList } from '../files/attachment-list.tsx';
import { takeBack } from '../files/attachments.ts';
import { DropTarget } from '../files/drop-target.tsx';
import { pastedFiles } from '../files/pasted.ts';
import { useFileDraft } from '../files/use-file-draft.ts';
import { refreshChannel } from './channels.ts';
import { callsAll } from './completion.ts';
import { CompletionList } from './completion-list.tsx';
import styles from './composer.module.css';
import { ConfirmCall } from './confirm-call.tsx';
import type { Talk } from './conversation.ts';
import { drafts } from './drafts.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { FormatBar } from './format-bar.tsx';
import { formatChoice } from './format-choice.ts';
import { GrowingText } from './growing-text.tsx';
import { PreviewButton, PreviewText } from './preview.tsx';
import { SlowMode, useSlowMode } from './slow-mode.tsx';
import { useCompletion, useMayCall } from './use-completion.ts';
import { useFormatting } from './use-formatting.ts';
import { usePreview } from './use-preview.ts';

/** «Is writing» is told at most this often. */
const tellEveryMs = 3_000;
/** The rest of the length is shown when it is shorter than this. */
const nearLimit = 200;

/** Calling this many asks nothing. */
const fewPeople = 5;

/** What the filter says, and slow mode to who was faster than the clock. */
const refusedKeys = /^error\.(refused|slowMode)/;

interface ComposerProps {
  channel: ChannelDetail;
  /** The channel's, or the thread's to write in that. */
  conversation: Talk;
  /** Arrow up in an empty field. */
  onEditLast: () => void;
}

/** Where one writes. */
export function Composer({ channel, conversation, onEditLast }: ComposerProps) {
  const say = useSay();
  const { threadId } = conversation;
  const draft = threadId ?? channel.id;
  const [text, setText] = useState(() => drafts.get(draft));
  const [inChannel, setInChannel] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const [isCalling, setCalling] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const restId = useId();
  const toldAt = useRef(0);
  const wait = useSlowMode(channel);
  const limit = useSettings()?.limits.messageLength ?? 4_000;
  const placeholder = threadId
    ? say('thread.placeholder')
    : say('composer.placeholder', { name: channel.name });
  const rest = limit - text.trim().length;
  const [refusal, takeRefusal] = useRefused(conversation, text, setText);
  const files = useFileDraft({ channelId: channel.id, draft, onWhole: () => send() });
  const isEmpty = text.trim() === '' && !files.isEnough;
  const problem = refusal ?? files.problem;

  useEffect(() => {
    // What was sent is no draft any more, however soon the page is loaded again.
    if (text === '') return drafts.set(draft, '');
    const timer = setTimeout(() => drafts.set(draft, text), 300);
    return () => {
      clearTimeout(timer);
      drafts.set(draft, text);
    };
  }, [draft, text]);

  const write = (next: string) => {
    takeRefusal(null);
    setText(next);
    const now = Date.now();
    // Those who read the channel would look for what is written in a thread.
    if (threadId || next.trim() === '' || now - toldAt.current < tellEveryMs) return;
    toldAt.current = now;
    if (atalaya.connection.get().status === 'online') {
      // A courtesy to the others; nobody needs to know when it fails.
      api.chat.typing.mutate({ channelId: channel.id }).catch(() => {});
    }
  };

  const completion = useCompletion({ channel, text, field, write });
  const mayCall = useMayCall(channel);
  const formatting = useFormatting(field);
  const preview = usePreview(text, field);
  const hasFormats = useStore(formatChoice);

  const send = (isSure = false) => {
    const content = text.trim();
    if (isEmpty || rest < 0 || wait > 0) return;
    if (!files.isWhole) return files.sendLater();
    if (!isSure && mayCall && channel.memberCount > fewPeople && callsAll(content)) {
      return setCalling(true);
    }
    completion.close();
    preview.close();
    setText('');
    drafts.set(draft, '');
    setInChannel(false);
    toldAt.current = 0;
    conversation.newAfter.set(null);
    if (conversation.timeline.get().hasNewer) void conversation.toNewest();
    const reply = threadId ? { threadId, inChannel } : {};
    const { fileIds } = files;
    const { clientId } = atalaya.outbox.send({ channelId: channel.id, content, fileIds, ...reply });
    files.carry(clientId);
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
      ref={form}
      className={styles.composer}
      data-preview={preview.isOpen || undefined}
      aria-label={say(threadId ? 'thread.composer' : 'composer.title')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onPaste={(event) => {
        const pasted = pastedFiles(event.clipboardData);
        if (pasted.length === 0) return;
        event.preventDefault();
        files.take(pasted);
      }}
    >
      {problem !== null && (
        <p className={styles.refusal} role="alert">
          {problem}
        </p>
      )}
      <AttachmentList
        attached={files.attached}
        isSendingLater={files.isSendingLater}
        onRemoved={() => field.current?.focus()}
      />
      <DropTarget within={form} name={channel.name} onFiles={files.take} />
      <CompletionList completion={completion} />
      {hasFormats && (
        <FormatBar disabled={preview.isOpen} onFormat={formatting.apply}>
          <PreviewButton preview={preview} className={`${styles.button} ${styles.narrow}`} />
        </FormatBar>
      )}
      <div className={styles.box} data-over={rest < 0 || undefined}>
        <AttachButton className={styles.button} onFiles={files.take} />
        <div className={styles.text}>
          <GrowingText
            ref={field}
            value={text}
            onChange={write}
            onEnter={() => send()}
            onKey={(event) =>
              completion.press(event) || formatting.press(event) || preview.press(event)
            }
            onCaret={completion.look}
            onLeave={completion.close}
            combobox={completion.field}
            onUp={onEditLast}
            label={placeholder}
            placeholder={placeholder}
            describedBy={rest < 0 ? restId : undefined}
            // On a phone the keyboard would cover half of what one came to read.
            autoFocus={isWide()}
          />
          {preview.isOpen && <PreviewText preview={preview} text={text} onEnter={() => send()} />}
        </div>
        <button
          type="button"
          className={styles.button}
          aria-label={say('writing.formats')}
          title={say('writing.formats')}
          aria-expanded={hasFormats}
          onClick={() => formatChoice.set(!hasFormats)}
        >
          <IconLetterCase size={20} stroke={1.6} aria-hidden />
        </button>
        <PreviewButton preview={preview} className={`${styles.button} ${styles.wide}`} />
        <Popover opened={isPicking} onChange={setPicking} position="top-end" trapFocus>
          <Popover.Target>
            <button
              type="button"
              className={styles.button}
              aria-label={say('emoji.title')}
              disabled={preview.isOpen}
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
          disabled={isEmpty || rest < 0 || wait > 0}
          aria-label={say('composer.send')}
        >
          <IconSend2 size={20} stroke={1.6} aria-hidden />
        </button>
      </div>
      {rest < nearLimit && (
        <p id={restId} className={styles.rest} role="status" data-over={rest < 0 || undefined}>
          {rest < 0
            ? say('composer.over', { count: -rest, maximum: limit })
            : say('composer.left', { count: rest })}
        </p>
      )}
      {isCalling && (
        <ConfirmCall
          channel={channel}
          onConfirm={() => send(true)}
          onClose={() => setCalling(false)}
        />
      )}
      <SlowMode channel={channel} left={wait} />
      {threadId && (
        <Checkbox
          size="xs"
          className={styles.also}
          checked={inChannel}
          onChange={(event) => setInChannel(event.currentTarget.checked)}
          label={say('thread.alsoInChannel', { name: channel.name })}
        />
      )}
    </form>
  );
}

/**
 * What the rules of the organisation do not let through comes back to be changed, as soon as the
 * field is free; sending it again as it is would not help. Gives why, until something is written.
 */
function useRefused({ channelId, threadId }: Talk, text: string, setText: (text: string) => void) {
  const errorText = useErrorText();
  const [refusal, setRefusal] = useState<string | null>(null);
  const refused = useStore(atalaya.outbox.items).find(
    (item) =>
      item.channelId === channelId &&
      (item.threadId ?? null) === threadId &&
      refusedKeys.test(item.error?.messageKey ?? ''),
  );
  useEffect(() => {
    if (!refused || text !== '') return;
    setText(refused.content);
    setRefusal(errorText(refused.error));
    if (refused.error?.code === 'slowMode') refreshChannel(channelId);
    takeBack(refused.clientId);
    atalaya.outbox.remove(refused.clientId);
  }, [refused, text, setText, errorText, channelId]);
  return [refusal, setRefusal] as const;
}
