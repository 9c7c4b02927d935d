import { Dialog } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { Kbd } from '@mantine/core';
import { useKeyGroups } from '../app/keys.ts';
import styles from './keys-dialog.module.css';
import { closeOverlays } from './overlays.ts';

/** The list of this screen's keys, that `?` opens: drawn from the very table that they work by. */
export function KeysDialog() {
  const say = useSay();
  const groups = useKeyGroups();
  return (
    <Dialog onClose={closeOverlays} title={say('keys.title')}>
      {groups.toReversed().map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h3>{say(title)}</h3>
          <dl>
            {keys.map(({ label, does }) => (
              <div key={does}>
                <dt>{say(does)}</dt>
                <dd>
                  {label.split(' ').map((one) => (
                    <Kbd key={one}>{one}</Kbd>
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
