import { Dialog } from '@atalaya/ui/dialogs';
import { type TextKey, useSay } from '@atalaya/ui/i18n';
import { Kbd } from '@mantine/core';
import { closeOverlays } from './keys.ts';
import styles from './shortcuts.module.css';

const groups: { title: TextKey; keys: [keys: string[], TextKey][] }[] = [
  {
    title: 'shortcuts.everywhere',
    keys: [
      [['Ctrl', 'K'], 'shortcuts.switcher'],
      [['Alt', '↑ ↓'], 'shortcuts.channel'],
      [['Alt', 'Shift', '↑ ↓'], 'shortcuts.unreadChannel'],
      [['Esc'], 'shortcuts.close'],
      [['?'], 'shortcuts.list'],
    ],
  },
  {
    title: 'shortcuts.composer',
    keys: [
      [['Enter'], 'shortcuts.send'],
      [['Shift', 'Enter'], 'shortcuts.lineBreak'],
      [['↑'], 'shortcuts.editLast'],
    ],
  },
  {
    title: 'shortcuts.messages',
    keys: [
      [['↑ ↓'], 'shortcuts.move'],
      [['R'], 'shortcuts.react'],
      [['E'], 'shortcuts.edit'],
      [['C'], 'shortcuts.copy'],
      [['U'], 'shortcuts.unread'],
      [['F'], 'shortcuts.report'],
      [['Del'], 'shortcuts.delete'],
      [['End'], 'shortcuts.newest'],
    ],
  },
];

/** The list of keys that `?` opens. */
export function Shortcuts() {
  const say = useSay();
  return (
    <Dialog onClose={closeOverlays} title={say('shortcuts.title')}>
      {groups.map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h3>{say(title)}</h3>
          <dl>
            {keys.map(([combination, does]) => (
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
