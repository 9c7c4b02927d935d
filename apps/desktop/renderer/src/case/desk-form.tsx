import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import styles from './desk.module.css';

interface DeskFormProps {
  title: string;
  /** What follows from it. */
  text: string;
  confirm: string;
  isReady?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

/** One question about a case: its fields, what went wrong, yes and no. */
export function DeskForm({ title, text, confirm, isReady = true, ...props }: DeskFormProps) {
  const say = useSay();
  const errorText = useErrorText();
  const task = useTask(async () => {
    await props.onConfirm();
    props.onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) void task.run(undefined);
  };
  return (
    <Dialog title={title} onClose={props.onClose} size="sm">
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.text}>{text}</p>
        {props.children}
        {task.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(task.error)}
          </Alert>
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {say('action.cancel')}
          </Button>
          <Button type="submit" loading={task.running} disabled={!isReady}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
