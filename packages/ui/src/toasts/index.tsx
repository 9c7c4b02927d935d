import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { sayNow } from '../i18n/index.ts';

const look = () => ({
  withBorder: true,
  closeButtonProps: { 'aria-label': sayNow('action.close') },
});

/** Tells that something was refused or failed; stays long enough to be read. */
export function toastFailure(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 8000, ...look() });
}

/** Tells that something was done. */
export function toastDone(message: string): void {
  notifications.show({ message, autoClose: 3500, ...look() });
}

interface Undoable {
  message: string;
  undo: string;
  /** Milliseconds in which it can still be undone. */
  within: number;
  onUndo: () => void;
}

/** Tells that something will be done, with a way back. Gives the way to take the toast away. */
export function toastUndo({ message, undo, within, onUndo }: Undoable): () => void {
  const id = notifications.show({
    autoClose: within,
    ...look(),
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
        <span style={{ flex: 1 }}>{message}</span>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          {undo}
        </Button>
      </span>
    ),
  });
  return () => notifications.hide(id);
}
