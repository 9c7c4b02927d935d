import type { Message } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { GrowingText } from './growing-text.tsx';
import styles from './message-editor.module.css';

interface MessageEditorProps {
  message: Message;
  onSave: (content: string) => void;
  onDone: () => void;
}

/** A message being changed where it stands. Enter keeps it, Escape leaves it as it was. */
export function MessageEditor({ message, onSave, onDone }: MessageEditorProps) {
  const say = useSay();
  const [text, setText] = useState(message.content);
  const save = () => {
    const content = text.trim();
    if (content !== '' && content !== message.content) onSave(content);
    onDone();
  };
  return (
    <div className={styles.editor}>
      <GrowingText
        value={text}
        onChange={setText}
        onEnter={save}
        onEscape={onDone}
        label={say('message.edit')}
        autoFocus
      />
      <div className={styles.actions}>
        <Button size="compact-sm" onClick={save}>
          {say('action.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {say('action.cancel')}
        </Button>
      </div>
    </div>
  );
}
