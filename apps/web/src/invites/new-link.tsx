import { useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './invites.module.css';

/** A link, shown this once: only a hash of its code is kept. */
export function NewLink({ link }: { link: string }) {
  const say = useSay();
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <div className={styles.link} role="status">
      <p>{say('invites.once')}</p>
      <div>
        <code>{link}</code>
        <Button
          size="xs"
          variant="default"
          leftSection={
            clipboard.copied ? (
              <IconCheck size={15} aria-hidden />
            ) : (
              <IconCopy size={15} aria-hidden />
            )
          }
          onClick={() => clipboard.copy(link)}
        >
          {say(clipboard.copied ? 'action.copied' : 'action.copy')}
        </Button>
      </div>
    </div>
  );
}
