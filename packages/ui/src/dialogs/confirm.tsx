import { Alert, Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useErrorText, useSay } from '../i18n/index.ts';
import { useTask } from '../state/use-task.ts';
import { Dialog } from './dialog.tsx';

interface ConfirmProps {
  title: string;
  /** What will be lost. */
  text: string;
  confirm: string;
  /** What has to be typed first, where nothing brings it back. */
  typed?: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back lightly. */
export function Confirm({ title, text, confirm, typed, onConfirm, onClose }: ConfirmProps) {
  const say = useSay();
  const errorText = useErrorText();
  const [written, setWritten] = useState('');
  const task = useTask(async () => {
    await onConfirm();
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void task.run(undefined);
  };
  return (
    <Dialog onClose={onClose} title={title} size="sm">
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <p style={{ margin: 0, color: 'var(--at-dim)' }}>{text}</p>
        {task.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(task.error)}
          </Alert>
        )}
        {typed !== undefined && (
          <TextInput
            label={say('confirm.type', { text: typed })}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('action.cancel')}
          </Button>
          <Button
            type="submit"
            color="red"
            loading={task.running}
            disabled={typed !== undefined && written.trim() !== typed}
            data-autofocus={typed === undefined || undefined}
          >
            {confirm}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
