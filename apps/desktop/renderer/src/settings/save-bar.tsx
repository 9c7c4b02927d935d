import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Alert, Button, CloseButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import styles from './save-bar.module.css';
import { useSettingText } from './setting-text.ts';

interface SaveBarProps {
  /** Unsaved changes, and how many of them cannot be saved as they are. */
  count: number;
  wrong: number;
  saving: boolean;
  /** Everything was saved a moment ago. */
  saved: boolean;
  /** What the last saving failed with. */
  error: unknown;
  /** What somebody else has changed meanwhile. */
  elsewhere: readonly string[];
  onNext: () => void;
  onDiscard: () => void;
  onTakeNote: () => void;
}

/** Stays at the bottom while there is something to save or to take note of. */
export function SaveBar(props: SaveBarProps) {
  const { count, wrong, saving, saved, error, elsewhere, onNext, onDiscard, onTakeNote } = props;
  const say = useSay();
  const text = useSettingText();
  const errorText = useErrorText();
  return (
    <div className={styles.place}>
      {elsewhere.length > 0 && (
        <div className={styles.note} role="status">
          <span>
            {say('settings.elsewhere', { names: text.names(elsewhere) })}
            {count > 0 && ` ${say('settings.elsewhere.kept')}`}
          </span>
          <CloseButton aria-label={say('action.close')} onClick={onTakeNote} />
        </div>
      )}
      {/* Not as a toast: it would lie over the buttons of the next change. */}
      {count === 0 && saved && (
        <p className={styles.saved} role="status">
          <IconCheck size={17} aria-hidden /> {say('settings.saved')}
        </p>
      )}
      {count > 0 && (
        <section className={styles.bar} aria-label={say('settings.unsaved', { count })}>
          {error !== null && (
            <Alert className={styles.error} color="red" variant="light" role="alert">
              {errorText(error)}
            </Alert>
          )}
          <div className={styles.count} role="status">
            <Button variant="subtle" size="sm" onClick={onNext} title={say('settings.next')}>
              {say('settings.unsaved', { count })}
            </Button>
            {wrong > 0 && (
              <span className={styles.wrong}>{say('settings.wrong', { count: wrong })}</span>
            )}
          </div>
          <Button variant="default" size="sm" onClick={onDiscard} disabled={saving}>
            {say('settings.discard')}
          </Button>
          <Button type="submit" size="sm" loading={saving}>
            {say('settings.save')}
          </Button>
        </section>
      )}
    </div>
  );
}
