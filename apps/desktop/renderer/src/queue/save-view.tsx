import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone } from '@atalaya/ui/toasts';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMay } from '../app/session.ts';
import type { Filters } from './filters.ts';
import { saveView } from './views.ts';
import styles from './views-menu.module.css';

interface SaveViewProps {
  filters: Filters;
  onClose: () => void;
}

/** Keeps the filters of the list under a name. */
export function SaveView({ filters, onClose }: SaveViewProps) {
  const say = useSay();
  const errorText = useErrorText();
  const mayShare = useMay('moderation:decide');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const task = useTask(async () => {
    await saveView({ name: name.trim(), filters, shared });
    toastDone(say('views.saved', { name: name.trim() }));
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') void task.run(undefined);
  };
  return (
    <Dialog title={say('views.save.title')} onClose={onClose} size="sm">
      <form className={styles.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          withAsterisk={false}
          label={say('views.name')}
          maxLength={60}
          value={name}
          error={task.error === null ? undefined : errorText(task.error)}
          onChange={(event) => {
            task.forget();
            setName(event.currentTarget.value);
          }}
          autoComplete="off"
        />
        {mayShare && (
          <Checkbox
            label={say('views.shared')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            {say('action.cancel')}
          </Button>
          <Button type="submit" loading={task.running} disabled={name.trim() === ''}>
            {say('action.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
