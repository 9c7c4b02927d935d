import type { Message } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { GrowingText } from './growing-text.tsx';
import styles from './message-editor.module.css';
import { PreviewButton, PreviewText } from './preview.tsx';
import { useFormatting } from './use-formatting.ts';
import { usePreview } from './use-preview.ts';

interface MessageEditorProps {
  message: Message;
  /** Throws what the server refuses it with. */
  onSave: (content: string) => Promise<void>;
  onDone: () => void;
}

/**
 * A message being changed where it stands. Enter keeps it, Escape leaves it as it was. It stays open
 * until the server has the new text: what is refused is there to be changed, with the reason.
 */
export function MessageEditor({ message, onSave, onDone }: MessageEditorProps) {
  const say = useSay();
  const errorText = useErrorText();
  const [text, setText] = useState(message.content);
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const refusalId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const formatting = useFormatting(field);
  const preview = usePreview(text, field);
  const editor = useFocusGivenBack();
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const write = (next: string) => {
    setRefusal(null);
    setText(next);
  };
  const save = async () => {
    if (isSaving) return;
    const content = text.trim();
    if (content === '' || content === message.content) {
      onDone();
      return;
    }
    setRefusal(null);
    setSaving(true);
    try {
      await onSave(content);
      if (isOpen.current) onDone();
    } catch (error) {
      if (isOpen.current) setRefusal(errorText(error));
      else toastFailure(errorText(error));
    } finally {
      setSaving(false);
    }
  };

  return (
    <div ref={editor} className={styles.editor}>
      <div className={styles.text} data-preview={preview.isOpen || undefined}>
        <GrowingText
          ref={field}
          value={text}
          onChange={write}
          onEnter={() => void save()}
          onEscape={onDone}
          onKey={(event) => formatting.press(event) || preview.press(event)}
          label={say('message.edit')}
          describedBy={refusal === null ? undefined : refusalId}
          autoFocus
        />
        {preview.isOpen && (
          <PreviewText preview={preview} text={text} onEnter={() => void save()} />
        )}
      </div>
      {refusal !== null && (
        <p id={refusalId} className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div className={styles.actions}>
        <Button size="compact-sm" loading={isSaving} onClick={() => void save()}>
          {say('action.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {say('action.cancel')}
        </Button>
        <PreviewButton preview={preview} className={styles.preview} />
      </div>
    </div>
  );
}

/**
 * Where the focus was goes the focus when what had it is gone: to the field to write in, from where
 * Arrow-up came, else to the message's row.
 */
function useFocusGivenBack(): RefObject<HTMLDivElement | null> {
  const from = useRef(document.activeElement);
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const row = box.closest('article');
    return () => {
      if (!box.contains(document.activeElement)) return;
      queueMicrotask(() => {
        if (box.isConnected) return;
        const field = from.current instanceof HTMLTextAreaElement ? from.current : null;
        (field?.isConnected ? field : row)?.focus();
      });
    };
  }, []);
  return ref;
}
