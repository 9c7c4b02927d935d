import type { Rule } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Alert, Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import styles from './rule-panel.module.css';

interface RuleBarProps {
  isNew: boolean;
  isUnsaved: boolean;
  saving: boolean;
  /** The rule as it was saved a moment ago. */
  saved: Rule | null;
  /** What the last saving failed with, in words. */
  error: string | null;
  /** Somebody else has changed the rule meanwhile: one of both has to give way. */
  isContested: boolean;
  onDiscard: () => void;
  onKeepMine: () => void;
  onDelete: () => void;
}

/** What is done with what was written. */
export function RuleBar(props: RuleBarProps) {
  const { isNew, isUnsaved, saving, saved, error, isContested, onDiscard, onKeepMine, onDelete } =
    props;
  const say = useSay();
  return (
    <div className={styles.bar}>
      {error !== null && (
        <Alert className={styles.error} color="red" variant="light" role="alert">
          {error}
          {isContested && (
            <span className={styles.both}>
              <Button size="compact-xs" variant="default" onClick={onDiscard}>
                {say('rule.takeTheirs')}
              </Button>
              <Button size="compact-xs" variant="default" onClick={onKeepMine}>
                {say('rule.keepMine')}
              </Button>
            </span>
          )}
        </Alert>
      )}
      {/* Not as a toast: it would lie over the buttons. */}
      <p className={styles.saved} role="status">
        {saved && !isUnsaved && (
          <>
            <IconCheck size={16} aria-hidden />
            {say(saved.enabled ? 'rule.saved' : 'rule.savedOff')}
          </>
        )}
      </p>
      {!isNew && (
        <Button
          className={styles.delete}
          size="xs"
          variant="subtle"
          color="red"
          disabled={saving}
          onClick={onDelete}
        >
          {say('rule.delete')}
        </Button>
      )}
      {isUnsaved && !isNew && (
        <Button size="xs" variant="default" disabled={saving} onClick={onDiscard}>
          {say('rule.discard')}
        </Button>
      )}
      <Button size="xs" type="submit" loading={saving} disabled={!isUnsaved && !isNew}>
        {say(isNew ? 'rule.create' : 'rule.save')}
      </Button>
    </div>
  );
}
