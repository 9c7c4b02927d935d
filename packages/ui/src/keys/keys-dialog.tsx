import { Kbd } from '@mantine/core';
import { Dialog } from '../dialogs/index.ts';
import { type TextKey, useSay } from '../i18n/index.ts';
import styles from './keys-dialog.module.css';

interface KeysDialogProps {
  title: TextKey;
  groups: readonly {
    title: TextKey;
    /** Each key of a combination by itself. */
    keys: readonly { combination: readonly string[]; does: TextKey }[];
  }[];
  onClose: () => void;
}

/** The list of keys that `?` opens. */
export function KeysDialog({ title, groups, onClose }: KeysDialogProps) {
  const say = useSay();
  return (
    <Dialog onClose={onClose} title={say(title)}>
      {groups.map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h3>{say(title)}</h3>
          <dl>
            {keys.map(({ combination, does }) => (
              <div key={does}>
                <dt>{say(does)}</dt>
                <dd>
                  {combination.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
