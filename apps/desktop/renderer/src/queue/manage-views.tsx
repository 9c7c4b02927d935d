import type { QueueView } from '@atalaya/api/types';
import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone, toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useMay } from '../app/session.ts';
import { removeView, saveView } from './views.ts';
import styles from './views-menu.module.css';

interface ManageViewsProps {
  views: readonly QueueView[];
  onClose: () => void;
}

/** Milliseconds in which a view that was removed can be brought back. */
const undoMs = 8_000;

/** One's own views: other names, shared or not, away. */
export function ManageViews({ views, onClose }: ManageViewsProps) {
  const say = useSay();
  const own = views.filter(({ mine }) => mine);
  return (
    <Dialog title={say('views.manage.title')} onClose={onClose}>
      {own.length === 0 ? (
        <p>{say('views.none')}</p>
      ) : (
        <ul className={styles.views}>
          {own.map((view) => (
            <OneView key={view.id} view={view} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function OneView({ view }: { view: QueueView }) {
  const say = useSay();
  const errorText = useErrorText();
  const mayShare = useMay('moderation:decide');
  const [name, setName] = useState(view.name);
  const failed = (error: unknown) => toastFailure(errorText(error));
  const change = useTask(async (to: { name: string; shared: boolean }) => {
    await saveView({ viewId: view.id, filters: view.filters, ...to });
    toastDone(say('views.saved', { name: to.name }));
  });
  const isRenamed = name.trim() !== '' && name.trim() !== view.name;
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (isRenamed) void change.run({ name: name.trim(), shared: view.shared });
  };
  const remove = () => {
    removeView(view).then(() => {
      const { name, filters, shared } = view;
      toastUndo({
        message: say('views.removed', { name }),
        undo: say('action.undo'),
        within: undoMs,
        onUndo: () => void saveView({ name, filters, shared }).catch(failed),
      });
    }, failed);
  };
  return (
    <li>
      <form className={styles.view} onSubmit={rename}>
        <TextInput
          className={styles.field}
          label={say('views.name')}
          maxLength={60}
          value={name}
          error={change.error === null ? undefined : errorText(change.error)}
          onChange={(event) => {
            change.forget();
            setName(event.currentTarget.value);
          }}
          autoComplete="off"
        />
        <Button type="submit" variant="default" disabled={!isRenamed} loading={change.running}>
          {say('views.rename')}
        </Button>
        <ActionIcon
          size={36}
          aria-label={say('views.remove', { name: view.name })}
          title={say('views.remove', { name: view.name })}
          onClick={remove}
        >
          <IconTrash size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
        {(mayShare || view.shared) && (
          <Checkbox
            className={styles.shared}
            label={say('views.shared')}
            checked={view.shared}
            onChange={(event) =>
              void change.run({ name: view.name, shared: event.currentTarget.checked })
            }
          />
        )}
      </form>
    </li>
  );
}
